BEGIN TRANSACTION;
CREATE TABLE account (
	id INTEGER NOT NULL, 
	person_id INTEGER, 
	available INTEGER NOT NULL, 
	held INTEGER NOT NULL, 
	pending INTEGER NOT NULL, 
	shortfall INTEGER NOT NULL, 
	lifetime_earned INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT available_not_negative CHECK (available >= 0), 
	CONSTRAINT held_not_negative CHECK (held >= 0), 
	CONSTRAINT pending_not_negative CHECK (pending >= 0), 
	CONSTRAINT shortfall_not_negative CHECK (shortfall >= 0), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	UNIQUE (person_id)
);
INSERT INTO "account" VALUES(1,1,100,0,0,0,0,'2026-11-21 10:00:00.000000');
INSERT INTO "account" VALUES(2,2,100,0,0,0,0,'2026-11-21 10:00:00.000000');
INSERT INTO "account" VALUES(3,3,4978,0,0,0,4378,'2026-11-21 10:00:00.000000');
INSERT INTO "account" VALUES(4,4,4907,0,0,0,4892,'2026-11-21 10:00:00.000000');
INSERT INTO "account" VALUES(5,5,4650,0,0,0,4550,'2026-11-21 10:00:00.000000');
INSERT INTO "account" VALUES(6,6,3600,0,0,0,3500,'2026-11-21 10:00:00.000000');
INSERT INTO "account" VALUES(7,7,100,0,0,0,0,'2026-11-21 10:00:00.000000');
INSERT INTO "account" VALUES(8,8,1070,0,0,0,420,'2026-11-21 10:10:00.000000');
INSERT INTO "account" VALUES(9,9,150,0,0,0,0,'2026-11-21 10:10:00.000000');
INSERT INTO "account" VALUES(10,10,1070,0,0,0,420,'2026-11-21 10:10:00.000000');
INSERT INTO "account" VALUES(11,11,190,0,0,0,0,'2026-11-21 10:10:00.000000');
INSERT INTO "account" VALUES(12,12,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(13,13,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(14,14,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(15,15,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(16,16,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(17,17,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(18,18,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(19,19,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(20,20,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(21,21,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(22,22,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(23,23,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(24,24,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(25,25,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(26,26,150,0,0,0,0,'2026-11-24 00:10:00.000000');
INSERT INTO "account" VALUES(27,27,150,0,0,0,0,'2026-11-24 00:10:00.000000');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE audit_record (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	details JSON NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(actor_id) REFERENCES person (id)
);
INSERT INTO "audit_record" VALUES(1,'2026-11-21 10:00:00.000000',1,'role_accepted','person:1','{"role": "owner", "previous": "customer", "invited_by": null}');
INSERT INTO "audit_record" VALUES(2,'2026-11-21 10:00:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-24T10:00:00+00:00"}');
INSERT INTO "audit_record" VALUES(3,'2026-11-21 10:00:00.000000',2,'role_accepted','person:2','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(4,'2026-11-21 10:00:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-24T10:00:00+00:00"}');
INSERT INTO "audit_record" VALUES(5,'2026-11-21 10:00:00.000000',7,'role_accepted','person:7','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(6,'2026-11-21 10:00:00.000000',1,'programme_changed','programme','{"earn_rate_basis_points": [500, 700], "welcome_points": [100, 150], "referral_minimum_purchase_minor": [5000, 1000], "referral_hold_days": [14, 1], "expiry_policy": ["none", "rolling"], "complaint_answer_hours": [24, 12], "birthday_points": [0, 40]}');
INSERT INTO "audit_record" VALUES(7,'2026-11-21 10:00:00.000000',2,'purchase','purchase:1','{"amount_minor": 50000, "points": 3500, "receipt_number": null}');
INSERT INTO "audit_record" VALUES(8,'2026-11-21 10:00:00.000000',2,'purchase','purchase:2','{"amount_minor": 50000, "points": 3500, "receipt_number": null}');
INSERT INTO "audit_record" VALUES(9,'2026-11-21 10:00:00.000000',2,'purchase','purchase:3','{"amount_minor": 50000, "points": 3500, "receipt_number": null}');
INSERT INTO "audit_record" VALUES(10,'2026-11-21 10:00:00.000000',2,'purchase','purchase:4','{"amount_minor": 50000, "points": 3500, "receipt_number": null}');
INSERT INTO "audit_record" VALUES(11,'2026-11-21 10:00:00.000000',2,'purchase','purchase:5','{"amount_minor": 12550, "points": 878, "receipt_number": "R-1"}');
INSERT INTO "audit_record" VALUES(12,'2026-11-21 10:00:00.000000',2,'purchase','purchase:6','{"amount_minor": 20000, "points": 1400, "receipt_number": "R-2"}');
INSERT INTO "audit_record" VALUES(13,'2026-11-21 10:00:00.000000',1,'refund','purchase:6','{"purchase_id": 6, "amount_minor": 5000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "taken_points": 350, "uncovered_points": 0, "returned_points": 0, "balance_after": 4650, "at": "2026-11-21T10:00:00+00:00", "is_new": true}');
INSERT INTO "audit_record" VALUES(14,'2026-11-21 10:00:00.000000',2,'purchase','purchase:7','{"amount_minor": 9900, "points": 693, "receipt_number": "R-3"}');
INSERT INTO "audit_record" VALUES(15,'2026-11-21 10:00:00.000000',2,'purchase_undone','purchase:7','{"purchase_id": 7, "amount_minor": 9900, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "taken_points": 693, "uncovered_points": 0, "returned_points": 0, "balance_after": 3600, "at": "2026-11-21T10:00:00+00:00", "is_new": true, "receipt_number": "R-3"}');
INSERT INTO "audit_record" VALUES(16,'2026-11-21 10:00:00.000000',1,'adjustment','account:4','{"points": 25, "reason": "forgotten at the till"}');
INSERT INTO "audit_record" VALUES(17,'2026-11-21 10:00:00.000000',2,'redemption_asked','hold:1','{"points": 100, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(18,'2026-11-21 10:00:00.000000',2,'redemption_asked','hold:2','{"points": 110, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(19,'2026-11-21 10:00:00.000000',4,'redemption_captured','hold:2','{"points": 110, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(20,'2026-11-21 10:00:00.000000',2,'redemption_asked','hold:3','{"points": 120, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(21,'2026-11-21 10:00:00.000000',5,'redemption_released','hold:3','{"points": 120, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(22,'2026-11-21 10:00:00.000000',2,'redemption_asked','hold:4','{"points": 130, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(23,'2026-11-21 10:00:00.000000',NULL,'redemption_unreachable','hold:4','{"points": 130, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(24,'2026-11-21 10:00:00.000000',7,'redemption_asked','hold:5','{"points": 140, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(25,'2026-11-21 10:10:00.000000',NULL,'redemption_expired','hold:1','{"points": 100, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(26,'2026-11-21 10:10:00.000000',NULL,'redemption_expired','hold:5','{"points": 140, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(27,'2026-11-21 10:10:00.000000',7,'redemption_asked','hold:6','{"points": 105, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(28,'2026-11-21 10:10:00.000000',2,'purchase','purchase:9','{"amount_minor": 6000, "points": 420, "receipt_number": "R-10"}');
INSERT INTO "audit_record" VALUES(29,'2026-11-21 10:10:00.000000',2,'purchase','purchase:10','{"amount_minor": 6000, "points": 420, "receipt_number": "R-11"}');
INSERT INTO "audit_record" VALUES(30,'2026-11-21 10:10:00.000000',1,'refund','purchase:10','{"purchase_id": 10, "amount_minor": 6000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "taken_points": 420, "uncovered_points": 0, "returned_points": 0, "balance_after": 150, "at": "2026-11-21T10:10:00+00:00", "is_new": true}');
INSERT INTO "audit_record" VALUES(31,'2026-11-21 10:10:00.000000',1,'programme_changed','programme','{"referral_monthly_cap": [10, 1]}');
INSERT INTO "audit_record" VALUES(32,'2026-11-21 10:10:00.000000',2,'purchase','purchase:11','{"amount_minor": 6000, "points": 420, "receipt_number": "R-12"}');
INSERT INTO "audit_record" VALUES(33,'2026-11-21 10:10:00.000000',7,'complaint_taken','complaint:2','{"from": null}');
INSERT INTO "audit_record" VALUES(34,'2026-11-21 10:10:00.000000',7,'complaint_answered','complaint:2','{"message": 3}');
INSERT INTO "audit_record" VALUES(35,'2026-11-21 10:10:00.000000',2,'complaint_taken','complaint:3','{"from": null}');
INSERT INTO "audit_record" VALUES(36,'2026-11-21 10:10:00.000000',2,'complaint_answered','complaint:3','{"message": 6}');
INSERT INTO "audit_record" VALUES(37,'2026-11-21 10:10:00.000000',2,'complaint_solved','complaint:3','{}');
INSERT INTO "audit_record" VALUES(38,'2026-11-22 00:10:00.000000',NULL,'redemption_expired','hold:6','{"points": 105, "bill_minor": 20000}');
INSERT INTO "audit_record" VALUES(39,'2026-11-24 00:10:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-27T00:10:00+00:00"}');
INSERT INTO "audit_record" VALUES(40,'2026-11-24 00:10:00.000000',20,'role_accepted','person:20','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(41,'2026-11-24 00:10:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-27T00:10:00+00:00"}');
INSERT INTO "audit_record" VALUES(42,'2026-11-24 00:10:00.000000',21,'role_accepted','person:21','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(43,'2026-11-24 00:10:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-27T00:10:00+00:00"}');
INSERT INTO "audit_record" VALUES(44,'2026-11-24 00:10:00.000000',22,'role_accepted','person:22','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(45,'2026-11-24 00:10:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-27T00:10:00+00:00"}');
INSERT INTO "audit_record" VALUES(46,'2026-11-24 00:10:00.000000',23,'role_accepted','person:23','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(47,'2026-11-24 00:10:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-27T00:10:00+00:00"}');
INSERT INTO "audit_record" VALUES(48,'2026-11-24 00:10:00.000000',24,'role_accepted','person:24','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(49,'2026-11-24 00:10:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-27T00:10:00+00:00"}');
INSERT INTO "audit_record" VALUES(50,'2026-11-24 00:10:00.000000',25,'role_accepted','person:25','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(51,'2026-11-24 00:10:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-27T00:10:00+00:00"}');
INSERT INTO "audit_record" VALUES(52,'2026-11-24 00:10:00.000000',26,'role_accepted','person:26','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(53,'2026-11-24 00:10:00.000000',1,'invited','role:staff','{"role": "staff", "expires_at": "2026-11-27T00:10:00+00:00"}');
INSERT INTO "audit_record" VALUES(54,'2026-11-24 00:10:00.000000',27,'role_accepted','person:27','{"role": "staff", "previous": "customer", "invited_by": 1}');
INSERT INTO "audit_record" VALUES(55,'2026-11-24 00:10:00.000000',26,'complaint_taken','complaint:4','{"from": null}');
CREATE TABLE card (
	id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	token VARCHAR NOT NULL, 
	number VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	UNIQUE (number), 
	UNIQUE (token)
);
INSERT INTO "card" VALUES(1,1,'1MjTtGVSW4-41VAt0-eH','07981350','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "card" VALUES(2,2,'XYTlqkUN3jAOQ-5L-ofT','32091233','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "card" VALUES(3,3,'XMrMhuFQM9gjJ45BgyiP','94502242','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "card" VALUES(4,4,'OLzZqZ0O0jUSUK678e3v','80923592','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "card" VALUES(5,5,'8_Z6-tpX9oRI7y4KwFcF','73513012','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "card" VALUES(6,6,'34JmdqaFnhrhwQOhsmyt','49954183','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "card" VALUES(7,7,'j9gJq_Mx4iAPqAtmZYms','54266671','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "card" VALUES(8,8,'nY3ZS1C8S4mD6IFParL4','79896106','2026-11-21 10:10:00.000000',NULL);
INSERT INTO "card" VALUES(9,9,'8fnUTUz7wVcxnrJixLGT','03767506','2026-11-21 10:10:00.000000',NULL);
INSERT INTO "card" VALUES(10,10,'jrfqy20Fj3OlYzERIxjv','05309638','2026-11-21 10:10:00.000000',NULL);
INSERT INTO "card" VALUES(11,11,'bSk8I1wTOUzPy7gyKXmn','70012554','2026-11-21 10:10:00.000000',NULL);
INSERT INTO "card" VALUES(12,12,'HTNJYYpIHeT4dmZLmLeg','35118587','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(13,13,'PWFIqxcGH7YyNSIm8UBF','01792449','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(14,14,'58kygc5lYsT3jWK7DYJo','73398455','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(15,15,'hYXr5xyAk7PFKrX5Riuv','64004351','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(16,16,'UAY6X_Y69htm8AEDw08E','53093191','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(17,17,'gR1X0kzsaVeMkBAWtvjr','41297102','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(18,18,'YQQXisbVa2AZx7zkSk2w','28210243','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(19,19,'SV6SOTJX4pm9PyaHR0wL','91558403','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(20,20,'QK9eLI-IDtUutb35xTDl','65279382','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(21,21,'f-3JiJg0zVxBQA_ya0Uy','45369584','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(22,22,'F1yTktLVm29Yf_GthV00','68263003','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(23,23,'l9YqfeGq7bxxwPEAF35m','73573164','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(24,24,'JHAKBdkYuYNSI-rV0Lb1','33061532','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(25,25,'40b7qk9kucHeTsiI1nH0','52109782','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(26,26,'Vxap3hgkiLv1K2RXtyNB','12566386','2026-11-24 00:10:00.000000',NULL);
INSERT INTO "card" VALUES(27,27,'jwekBzQojy1ZYoJmYro1','40675456','2026-11-24 00:10:00.000000',NULL);
CREATE TABLE complaint (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	person_id INTEGER, 
	category VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	entry_id INTEGER, 
	purchase_id INTEGER, 
	rating_id INTEGER, 
	taken_by INTEGER, 
	created_at DATETIME NOT NULL, 
	answer_due_at DATETIME, 
	reminded_at DATETIME, 
	closed_at DATETIME, 
	handling_score INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(entry_id) REFERENCES entry (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(purchase_id) REFERENCES purchase (id), 
	FOREIGN KEY(rating_id) REFERENCES rating (id), 
	FOREIGN KEY(taken_by) REFERENCES person (id), 
	UNIQUE ("key")
);
INSERT INTO "complaint" VALUES(1,'c:13',3,'waiting','open',NULL,NULL,NULL,NULL,'2026-11-21 10:10:00.000000','2026-11-21 22:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "complaint" VALUES(2,'c:14',5,'waiting','closed',NULL,NULL,NULL,7,'2026-11-21 10:10:00.000000',NULL,NULL,'2026-11-24 00:10:00.000000',NULL);
INSERT INTO "complaint" VALUES(3,'c:15',4,'waiting','solved',NULL,NULL,NULL,2,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "complaint" VALUES(4,'c:16',6,'waiting','taken',NULL,NULL,NULL,26,'2026-11-21 10:10:00.000000','2026-11-21 22:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
CREATE TABLE complaint_message (
	id INTEGER NOT NULL, 
	complaint_id INTEGER NOT NULL, 
	author_id INTEGER, 
	from_staff BOOLEAN NOT NULL, 
	text VARCHAR, 
	media VARCHAR, 
	file_id VARCHAR, 
	message_id BIGINT, 
	at DATETIME NOT NULL, 
	edited_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(author_id) REFERENCES person (id), 
	FOREIGN KEY(complaint_id) REFERENCES complaint (id)
);
INSERT INTO "complaint_message" VALUES(1,1,3,0,'The coffee was cold, said Anna',NULL,NULL,9013,'2026-11-21 10:10:00.000000',NULL);
INSERT INTO "complaint_message" VALUES(2,2,5,0,'Долго ждала',NULL,NULL,9014,'2026-11-21 10:10:00.000000',NULL);
INSERT INTO "complaint_message" VALUES(3,2,7,1,'Нам очень жаль',NULL,NULL,9101,'2026-11-21 10:10:00.000000',NULL);
INSERT INTO "complaint_message" VALUES(4,3,4,0,'Не той чек',NULL,NULL,9015,'2026-11-21 10:10:00.000000',NULL);
INSERT INTO "complaint_message" VALUES(5,3,4,0,'і ще одне',NULL,NULL,9102,'2026-11-21 10:10:00.000000',NULL);
INSERT INTO "complaint_message" VALUES(6,3,2,1,'Вибачте','photo','FILE',9103,'2026-11-21 10:10:00.000000',NULL);
INSERT INTO "complaint_message" VALUES(7,4,6,0,'Dit was koud',NULL,NULL,9016,'2026-11-21 10:10:00.000000',NULL);
CREATE TABLE consent (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	purpose VARCHAR NOT NULL, 
	granted BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	wording VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE dialogue (
	person_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	step VARCHAR NOT NULL, 
	data JSON NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (person_id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "dialogue" VALUES(4,'complaint_add','words','{"number": 3}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(5,'complaint_score','score','{"number": 2}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(7,'offers','answer','{}','2026-11-21 10:00:00.000000');
INSERT INTO "dialogue" VALUES(8,'offers','answer','{}','2026-11-21 10:10:00.000000');
INSERT INTO "dialogue" VALUES(9,'offers','answer','{}','2026-11-21 10:10:00.000000');
INSERT INTO "dialogue" VALUES(10,'offers','answer','{}','2026-11-21 10:10:00.000000');
INSERT INTO "dialogue" VALUES(11,'offers','answer','{}','2026-11-21 10:10:00.000000');
INSERT INTO "dialogue" VALUES(12,'offers','answer','{}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(13,'birthday','day','{}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(14,'invite','code','{}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(15,'rate','score','{"cause": "asked", "screen": 98}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(16,'rate','why','{"rating": 1, "until": "2026-11-24T01:10:00+00:00", "screen": 105}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(17,'phone','contact','{}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(18,'complaint_choice','category','{}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(19,'complaint','said','{"draft": "Rk2BFd-gs8Kqr9Sc", "category": "waiting", "said": [{"text": "my words midway", "media": null, "file_id": null, "message_id": 128}], "screen": 129}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(20,'purchase','card','{}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(21,'purchase','amount','{"card": "49954183", "name": "Pieter"}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(22,'purchase','confirm','{"card": "49954183", "name": "Pieter", "amount_minor": 7770, "draft": "GEfVLnVwvpeZc-oF"}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(23,'purchase','receipt','{"card": "49954183", "name": "Pieter", "amount_minor": 8880, "draft": "zM5fLglRPU8DMF-b"}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(24,'redeem','bill','{"card": "49954183", "name": "Pieter"}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(25,'redeem','points','{"card": "49954183", "name": "Pieter", "bill_minor": 20000, "draft": "lP1USGCHEVLFzhMe"}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(26,'desk_answer','words','{"number": 4}','2026-11-24 00:10:00.000000');
INSERT INTO "dialogue" VALUES(27,'redeem','card','{}','2026-11-24 00:10:00.000000');
CREATE TABLE entry (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	account_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	points INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	purchase_id INTEGER, 
	reverses_id INTEGER, 
	staff_id INTEGER, 
	reason VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(purchase_id) REFERENCES purchase (id), 
	FOREIGN KEY(reverses_id) REFERENCES entry (id), 
	FOREIGN KEY(staff_id) REFERENCES person (id), 
	UNIQUE ("key")
);
INSERT INTO "entry" VALUES(1,'welcome:1',1,'welcome',100,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(2,'welcome:2',2,'welcome',100,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(3,'welcome:3',3,'welcome',100,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(4,'welcome:4',4,'welcome',100,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(5,'welcome:5',5,'welcome',100,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(6,'welcome:6',6,'welcome',100,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(7,'welcome:7',7,'welcome',100,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(8,'purchase:1',3,'purchase',3500,'2026-11-21 10:00:00.000000',1,NULL,2,NULL);
INSERT INTO "entry" VALUES(9,'purchase:2',4,'purchase',3500,'2026-11-21 10:00:00.000000',2,NULL,2,NULL);
INSERT INTO "entry" VALUES(10,'purchase:3',5,'purchase',3500,'2026-11-21 10:00:00.000000',3,NULL,2,NULL);
INSERT INTO "entry" VALUES(11,'purchase:4',6,'purchase',3500,'2026-11-21 10:00:00.000000',4,NULL,2,NULL);
INSERT INTO "entry" VALUES(12,'purchase:5',3,'purchase',878,'2026-11-21 10:00:00.000000',5,NULL,2,NULL);
INSERT INTO "entry" VALUES(13,'purchase:6',5,'purchase',1400,'2026-11-21 10:00:00.000000',6,NULL,2,NULL);
INSERT INTO "entry" VALUES(14,'refund:refund:1',5,'refund',-350,'2026-11-21 10:00:00.000000',6,13,1,NULL);
INSERT INTO "entry" VALUES(15,'purchase:7',6,'purchase',693,'2026-11-21 10:00:00.000000',7,NULL,2,NULL);
INSERT INTO "entry" VALUES(16,'refund:undo:7',6,'refund',-693,'2026-11-21 10:00:00.000000',7,15,2,NULL);
INSERT INTO "entry" VALUES(17,'adjustment:adj:1',4,'adjustment',25,'2026-11-21 10:00:00.000000',NULL,NULL,1,'forgotten at the till');
INSERT INTO "entry" VALUES(18,'purchase:8',4,'purchase',1392,'2026-11-21 10:00:00.000000',8,NULL,2,NULL);
INSERT INTO "entry" VALUES(19,'redemption:2',4,'redemption',-110,'2026-11-21 10:00:00.000000',8,NULL,2,NULL);
INSERT INTO "entry" VALUES(20,'welcome:8',8,'welcome',150,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(21,'welcome:9',9,'welcome',150,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(22,'welcome:10',10,'welcome',150,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(23,'welcome:11',11,'welcome',150,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(24,'purchase:9',8,'purchase',420,'2026-11-21 10:10:00.000000',9,NULL,2,NULL);
INSERT INTO "entry" VALUES(25,'referral:1:9:referrer',3,'referral',500,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(26,'referral:1:9:friend',8,'referral',500,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(27,'purchase:10',9,'purchase',420,'2026-11-21 10:10:00.000000',10,NULL,2,NULL);
INSERT INTO "entry" VALUES(28,'referral:2:10:referrer',3,'referral',500,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(29,'referral:2:10:friend',9,'referral',500,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(30,'reversal:referral:2:10:referrer',3,'reversal',-500,'2026-11-21 10:10:00.000000',NULL,28,NULL,NULL);
INSERT INTO "entry" VALUES(31,'reversal:referral:2:10:friend',9,'reversal',-500,'2026-11-21 10:10:00.000000',NULL,29,NULL,NULL);
INSERT INTO "entry" VALUES(32,'refund:refund:2',9,'refund',-420,'2026-11-21 10:10:00.000000',10,27,1,NULL);
INSERT INTO "entry" VALUES(33,'purchase:11',10,'purchase',420,'2026-11-21 10:10:00.000000',11,NULL,2,NULL);
INSERT INTO "entry" VALUES(34,'referral:3:11:friend',10,'referral',500,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(35,'birthday:11:2026',11,'birthday',40,'2026-11-22 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(36,'welcome:12',12,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(37,'welcome:13',13,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(38,'welcome:14',14,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(39,'welcome:15',15,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(40,'welcome:16',16,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(41,'welcome:17',17,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(42,'welcome:18',18,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(43,'welcome:19',19,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(44,'welcome:20',20,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(45,'welcome:21',21,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(46,'welcome:22',22,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(47,'welcome:23',23,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(48,'welcome:24',24,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(49,'welcome:25',25,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(50,'welcome:26',26,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
INSERT INTO "entry" VALUES(51,'welcome:27',27,'welcome',150,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL);
CREATE TABLE handled_update (
	update_id BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (update_id)
);
INSERT INTO "handled_update" VALUES(100000036,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000037,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000038,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000040,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000041,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000042,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000044,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000045,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000046,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000047,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000048,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000049,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000050,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000051,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000052,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000053,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000055,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000056,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000057,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000058,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000059,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000060,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000061,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000062,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000063,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000064,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000065,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000068,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000069,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000071,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000072,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000074,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000075,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000077,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000078,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000080,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000081,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000083,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000084,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000086,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000087,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000089,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000090,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000091,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000092,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000094,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000096,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000097,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000099,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000100,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000101,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000103,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000105,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000106,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000107,'2026-11-24 00:10:00.000000');
INSERT INTO "handled_update" VALUES(100000108,'2026-11-24 00:10:00.000000');
CREATE TABLE hold (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	account_id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	staff_id INTEGER NOT NULL, 
	points INTEGER NOT NULL, 
	bill_minor INTEGER NOT NULL, 
	worth_minor INTEGER NOT NULL, 
	receipt_number VARCHAR, 
	state VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	resolved_at DATETIME, staff_message_id BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(shop_id) REFERENCES shop (id), 
	FOREIGN KEY(staff_id) REFERENCES person (id), 
	UNIQUE ("key")
);
INSERT INTO "hold" VALUES(1,'hold:4',3,1,2,100,20000,100,NULL,'expired','2026-11-21 10:00:00.000000','2026-11-21 10:03:00.000000','2026-11-21 10:10:00.000000',NULL);
INSERT INTO "hold" VALUES(2,'hold:5',4,1,2,110,20000,110,NULL,'captured','2026-11-21 10:00:00.000000','2026-11-21 10:03:00.000000','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "hold" VALUES(3,'hold:6',5,1,2,120,20000,120,NULL,'released','2026-11-21 10:00:00.000000','2026-11-21 10:03:00.000000','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "hold" VALUES(4,'hold:7',6,1,2,130,20000,130,NULL,'released','2026-11-21 10:00:00.000000','2026-11-21 10:03:00.000000','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "hold" VALUES(5,'hold:8',6,1,7,140,20000,140,NULL,'expired','2026-11-21 10:00:00.000000','2026-11-21 10:03:00.000000','2026-11-21 10:10:00.000000',NULL);
INSERT INTO "hold" VALUES(6,'hold:9',3,1,7,105,20000,105,NULL,'expired','2026-11-21 10:10:00.000000','2026-11-21 10:13:00.000000','2026-11-22 00:10:00.000000',NULL);
CREATE TABLE invitation (
	id INTEGER NOT NULL, 
	token VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	shop_id INTEGER, 
	created_by INTEGER, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_by INTEGER, 
	used_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(created_by) REFERENCES person (id), 
	FOREIGN KEY(shop_id) REFERENCES shop (id), 
	FOREIGN KEY(used_by) REFERENCES person (id), 
	UNIQUE (token)
);
INSERT INTO "invitation" VALUES(1,'SLCYxB_xAo1kWnR0Qt2I','owner',NULL,NULL,'2026-11-21 10:00:00.000000','2026-11-24 10:00:00.000000',1,'2026-11-21 10:00:00.000000');
INSERT INTO "invitation" VALUES(2,'4eEpPHZ1kJCobKkkP6tE','staff',1,1,'2026-11-21 10:00:00.000000','2026-11-24 10:00:00.000000',2,'2026-11-21 10:00:00.000000');
INSERT INTO "invitation" VALUES(3,'QlFLHbOYlJjR07afuMiL','staff',1,1,'2026-11-21 10:00:00.000000','2026-11-24 10:00:00.000000',7,'2026-11-21 10:00:00.000000');
INSERT INTO "invitation" VALUES(4,'rudJawlViSlVUMYA08tC','staff',1,1,'2026-11-24 00:10:00.000000','2026-11-27 00:10:00.000000',20,'2026-11-24 00:10:00.000000');
INSERT INTO "invitation" VALUES(5,'RqRkQfq-rXjEUuyRrro3','staff',1,1,'2026-11-24 00:10:00.000000','2026-11-27 00:10:00.000000',21,'2026-11-24 00:10:00.000000');
INSERT INTO "invitation" VALUES(6,'dzOQD8i3aff83FfwNPuH','staff',1,1,'2026-11-24 00:10:00.000000','2026-11-27 00:10:00.000000',22,'2026-11-24 00:10:00.000000');
INSERT INTO "invitation" VALUES(7,'i2Anmt0LhfVP2rurGm0p','staff',1,1,'2026-11-24 00:10:00.000000','2026-11-27 00:10:00.000000',23,'2026-11-24 00:10:00.000000');
INSERT INTO "invitation" VALUES(8,'a7Gupqf411ObMaj1gCYm','staff',1,1,'2026-11-24 00:10:00.000000','2026-11-27 00:10:00.000000',24,'2026-11-24 00:10:00.000000');
INSERT INTO "invitation" VALUES(9,'hApaZrDXr5eGHA-AqgKM','staff',1,1,'2026-11-24 00:10:00.000000','2026-11-27 00:10:00.000000',25,'2026-11-24 00:10:00.000000');
INSERT INTO "invitation" VALUES(10,'VPWVUdXR3GXHpmtnqNdl','staff',1,1,'2026-11-24 00:10:00.000000','2026-11-27 00:10:00.000000',26,'2026-11-24 00:10:00.000000');
INSERT INTO "invitation" VALUES(11,'5gPqAUWrW5bgfiRgOuo8','staff',1,1,'2026-11-24 00:10:00.000000','2026-11-27 00:10:00.000000',27,'2026-11-24 00:10:00.000000');
CREATE TABLE lot (
	id INTEGER NOT NULL, 
	account_id INTEGER NOT NULL, 
	entry_id INTEGER NOT NULL, 
	points INTEGER NOT NULL, 
	remaining INTEGER NOT NULL, 
	mature BOOLEAN NOT NULL, 
	matures_at DATETIME, 
	expires_at DATETIME, warned_days INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT remaining_within_points CHECK (remaining >= 0 AND remaining <= points), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(entry_id) REFERENCES entry (id), 
	UNIQUE (entry_id)
);
INSERT INTO "lot" VALUES(1,1,1,100,100,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(2,2,2,100,100,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(3,3,3,100,100,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(4,4,4,100,0,1,NULL,'2026-11-30 00:10:00.000000',NULL);
INSERT INTO "lot" VALUES(5,5,5,100,100,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(6,6,6,100,100,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(7,7,7,100,100,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(8,3,8,3500,3500,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(9,4,9,3500,3490,1,NULL,'2026-11-30 00:10:00.000000',7);
INSERT INTO "lot" VALUES(10,5,10,3500,3500,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(11,6,11,3500,3500,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(12,3,12,878,878,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(13,5,13,1400,1050,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(14,6,15,693,0,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(15,4,17,25,25,1,NULL,'2026-11-30 00:10:00.000000',7);
INSERT INTO "lot" VALUES(16,4,18,1392,1392,1,NULL,'2026-11-30 00:10:00.000000',7);
INSERT INTO "lot" VALUES(17,8,20,150,150,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(18,9,21,150,150,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(19,10,22,150,150,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(20,11,23,150,150,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(21,8,24,420,420,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(22,3,25,500,500,1,'2026-11-22 10:10:00.000000','2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(23,8,26,500,500,1,'2026-11-22 10:10:00.000000','2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(24,9,27,420,0,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(25,3,28,500,0,0,'2026-11-22 10:10:00.000000','2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(26,9,29,500,0,0,'2026-11-22 10:10:00.000000','2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(27,10,33,420,420,1,NULL,'2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(28,10,34,500,500,1,'2026-11-22 10:10:00.000000','2027-11-21 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(29,11,35,40,40,1,NULL,'2027-11-22 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(30,12,36,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(31,13,37,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(32,14,38,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(33,15,39,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(34,16,40,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(35,17,41,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(36,18,42,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(37,19,43,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(38,20,44,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(39,21,45,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(40,22,46,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(41,23,47,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(42,24,48,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(43,25,49,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(44,26,50,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
INSERT INTO "lot" VALUES(45,27,51,150,150,1,NULL,'2027-11-24 22:00:00.000000',NULL);
CREATE TABLE lot_use (
	id INTEGER NOT NULL, 
	lot_id INTEGER NOT NULL, 
	points INTEGER NOT NULL, 
	entry_id INTEGER, 
	hold_id INTEGER, 
	PRIMARY KEY (id), 
	CONSTRAINT use_has_a_cause CHECK (entry_id IS NOT NULL OR hold_id IS NOT NULL), 
	FOREIGN KEY(entry_id) REFERENCES entry (id), 
	FOREIGN KEY(hold_id) REFERENCES hold (id), 
	FOREIGN KEY(lot_id) REFERENCES lot (id)
);
INSERT INTO "lot_use" VALUES(1,13,350,14,NULL);
INSERT INTO "lot_use" VALUES(2,14,693,16,NULL);
INSERT INTO "lot_use" VALUES(3,3,100,NULL,1);
INSERT INTO "lot_use" VALUES(4,4,100,19,2);
INSERT INTO "lot_use" VALUES(5,9,10,19,2);
INSERT INTO "lot_use" VALUES(6,5,100,NULL,3);
INSERT INTO "lot_use" VALUES(7,10,20,NULL,3);
INSERT INTO "lot_use" VALUES(8,5,-100,NULL,3);
INSERT INTO "lot_use" VALUES(9,10,-20,NULL,3);
INSERT INTO "lot_use" VALUES(10,6,100,NULL,4);
INSERT INTO "lot_use" VALUES(11,11,30,NULL,4);
INSERT INTO "lot_use" VALUES(12,6,-100,NULL,4);
INSERT INTO "lot_use" VALUES(13,11,-30,NULL,4);
INSERT INTO "lot_use" VALUES(14,6,100,NULL,5);
INSERT INTO "lot_use" VALUES(15,11,40,NULL,5);
INSERT INTO "lot_use" VALUES(16,3,-100,NULL,1);
INSERT INTO "lot_use" VALUES(17,6,-100,NULL,5);
INSERT INTO "lot_use" VALUES(18,11,-40,NULL,5);
INSERT INTO "lot_use" VALUES(19,3,100,NULL,6);
INSERT INTO "lot_use" VALUES(20,8,5,NULL,6);
INSERT INTO "lot_use" VALUES(21,25,500,30,NULL);
INSERT INTO "lot_use" VALUES(22,26,500,31,NULL);
INSERT INTO "lot_use" VALUES(23,24,420,32,NULL);
INSERT INTO "lot_use" VALUES(24,3,-100,NULL,6);
INSERT INTO "lot_use" VALUES(25,8,-5,NULL,6);
CREATE TABLE outbox_message (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	person_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	due_at DATETIME, 
	sent_at DATETIME, 
	message_id BIGINT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	UNIQUE ("key")
);
INSERT INTO "outbox_message" VALUES(1,'receipt:1',3,'receipt','{}','sent',1,'2026-11-21 10:00:00.000000',NULL,'2026-11-21 10:00:00.000000',38);
INSERT INTO "outbox_message" VALUES(2,'receipt:2',4,'receipt','{}','sent',1,'2026-11-21 10:00:00.000000',NULL,'2026-11-21 10:00:00.000000',46);
INSERT INTO "outbox_message" VALUES(3,'receipt:3',5,'receipt','{}','sent',1,'2026-11-21 10:00:00.000000',NULL,'2026-11-21 10:00:00.000000',54);
INSERT INTO "outbox_message" VALUES(4,'receipt:4',6,'receipt','{}','sent',1,'2026-11-21 10:00:00.000000',NULL,'2026-11-21 10:00:00.000000',62);
INSERT INTO "outbox_message" VALUES(5,'receipt:5',3,'receipt','{"purchase_id": 5, "account_id": 3, "amount_minor": 12550, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "at": "2026-11-21T10:00:00+00:00", "points": 878, "matures_at": null, "balance_after": 4478, "rate_basis_points": 700, "redeemed_points": 0, "receipt_number": "R-1", "is_new": true, "milestone": null, "anniversary_years": null}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(6,'receipt:6',5,'receipt','{"purchase_id": 6, "account_id": 5, "amount_minor": 20000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "at": "2026-11-21T10:00:00+00:00", "points": 1400, "matures_at": null, "balance_after": 5000, "rate_basis_points": 700, "redeemed_points": 0, "receipt_number": "R-2", "is_new": true, "milestone": null, "anniversary_years": null}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(7,'refund:refund:1',5,'refund','{"purchase_id": 6, "amount_minor": 5000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "taken_points": 350, "uncovered_points": 0, "returned_points": 0, "balance_after": 4650, "at": "2026-11-21T10:00:00+00:00", "is_new": true}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(8,'receipt:7',6,'receipt','{"purchase_id": 7, "account_id": 6, "amount_minor": 9900, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "at": "2026-11-21T10:00:00+00:00", "points": 693, "matures_at": null, "balance_after": 4293, "rate_basis_points": 700, "redeemed_points": 0, "receipt_number": "R-3", "is_new": true, "milestone": null, "anniversary_years": null}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(9,'undo:7',6,'purchase_undone','{"purchase_id": 7, "amount_minor": 9900, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "taken_points": 693, "uncovered_points": 0, "returned_points": 0, "balance_after": 3600, "at": "2026-11-21T10:00:00+00:00", "is_new": true}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(10,'adjustment:adj:1',4,'adjustment','{"account_id": 4, "points": 25, "reason": "forgotten at the till", "at": "2026-11-21T10:00:00+00:00", "balance": 3625, "is_new": true}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(11,'redemption_asked:1:3',3,'redemption_asked','{"hold_id": 1, "account_id": 3, "staff_id": 2, "customer": "Anna", "card_number": "94502242", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 100, "worth_minor": 100, "left_minor": 19900, "currency": "ZAR", "state": "active", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(12,'redemption_asked:2:4',4,'redemption_asked','{"hold_id": 2, "account_id": 4, "staff_id": 2, "customer": "\u0411\u043e\u0433\u0434\u0430\u043d", "card_number": "80923592", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 110, "worth_minor": 110, "left_minor": 19890, "currency": "ZAR", "state": "active", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(13,'receipt:8',4,'receipt','{"purchase_id": 8, "account_id": 4, "amount_minor": 20000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "at": "2026-11-21T10:00:00+00:00", "points": 1392, "matures_at": null, "balance_after": 4907, "rate_basis_points": 700, "redeemed_points": 110, "receipt_number": null, "is_new": true, "milestone": null, "anniversary_years": null}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(14,'redemption_captured:2:2',2,'redemption_captured','{"hold_id": 2, "account_id": 4, "staff_id": 2, "customer": "\u0411\u043e\u0433\u0434\u0430\u043d", "card_number": "80923592", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 110, "worth_minor": 110, "left_minor": 19890, "currency": "ZAR", "state": "captured", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "purchase_id": 8, "for_staff": true, "edit_message_id": null}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(15,'redemption_asked:3:5',5,'redemption_asked','{"hold_id": 3, "account_id": 5, "staff_id": 2, "customer": "\u0412\u0435\u0440\u0430", "card_number": "73513012", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 120, "worth_minor": 120, "left_minor": 19880, "currency": "ZAR", "state": "active", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(16,'redemption_released:3:2',2,'redemption_released','{"hold_id": 3, "account_id": 5, "staff_id": 2, "customer": "\u0412\u0435\u0440\u0430", "card_number": "73513012", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 120, "worth_minor": 120, "left_minor": 19880, "currency": "ZAR", "state": "released", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": true, "edit_message_id": null}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(17,'redemption_asked:4:6',6,'redemption_asked','{"hold_id": 4, "account_id": 6, "staff_id": 2, "customer": "Pieter", "card_number": "49954183", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 130, "worth_minor": 130, "left_minor": 19870, "currency": "ZAR", "state": "active", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(18,'redemption_unreachable:4:2',2,'redemption_unreachable','{"hold_id": 4, "account_id": 6, "staff_id": 2, "customer": "Pieter", "card_number": "49954183", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 130, "worth_minor": 130, "left_minor": 19870, "currency": "ZAR", "state": "released", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": true, "edit_message_id": null}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(19,'redemption_asked:5:6',6,'redemption_asked','{"hold_id": 5, "account_id": 6, "staff_id": 7, "customer": "Pieter", "card_number": "49954183", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 140, "worth_minor": 140, "left_minor": 19860, "currency": "ZAR", "state": "active", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false}','pending',0,'2026-11-21 10:00:00.000000','2026-11-21 10:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(20,'redemption_expired:1:3',3,'redemption_expired','{"hold_id": 1, "account_id": 3, "staff_id": 2, "customer": "Anna", "card_number": "94502242", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 100, "worth_minor": 100, "left_minor": 19900, "currency": "ZAR", "state": "expired", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false, "edit_notice_key": "redemption_asked:1:3"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(21,'redemption_expired:1:2',2,'redemption_expired','{"hold_id": 1, "account_id": 3, "staff_id": 2, "customer": "Anna", "card_number": "94502242", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 100, "worth_minor": 100, "left_minor": 19900, "currency": "ZAR", "state": "expired", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": true, "edit_message_id": null}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(22,'redemption_expired:5:6',6,'redemption_expired','{"hold_id": 5, "account_id": 6, "staff_id": 7, "customer": "Pieter", "card_number": "49954183", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 140, "worth_minor": 140, "left_minor": 19860, "currency": "ZAR", "state": "expired", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false, "edit_notice_key": "redemption_asked:5:6"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(23,'redemption_expired:5:7',7,'redemption_expired','{"hold_id": 5, "account_id": 6, "staff_id": 7, "customer": "Pieter", "card_number": "49954183", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 140, "worth_minor": 140, "left_minor": 19860, "currency": "ZAR", "state": "expired", "expires_at": "2026-11-21T10:03:00+00:00", "receipt_number": null, "is_new": true, "for_staff": true, "edit_message_id": null}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(24,'redemption_asked:6:3',3,'redemption_asked','{"hold_id": 6, "account_id": 3, "staff_id": 7, "customer": "Anna", "card_number": "94502242", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 105, "worth_minor": 105, "left_minor": 19895, "currency": "ZAR", "state": "active", "expires_at": "2026-11-21T10:13:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(25,'receipt:9',8,'receipt','{"purchase_id": 9, "account_id": 8, "amount_minor": 6000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "at": "2026-11-21T10:10:00+00:00", "points": 420, "matures_at": null, "balance_after": 570, "rate_basis_points": 700, "redeemed_points": 0, "receipt_number": "R-10", "is_new": true, "milestone": 1, "anniversary_years": null}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(26,'referral_pending:referral:1:9:referrer',3,'referral_pending','{"side": "referrer", "name": "Friend0", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-21T10:10:00+00:00", "still_open": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(27,'referral_pending:referral:1:9:friend',8,'referral_pending','{"side": "friend", "name": "Anna", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-21T10:10:00+00:00", "still_open": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(28,'receipt:10',9,'receipt','{"purchase_id": 10, "account_id": 9, "amount_minor": 6000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "at": "2026-11-21T10:10:00+00:00", "points": 420, "matures_at": null, "balance_after": 570, "rate_basis_points": 700, "redeemed_points": 0, "receipt_number": "R-11", "is_new": true, "milestone": 1, "anniversary_years": null}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(29,'referral_pending:referral:2:10:referrer',3,'referral_pending','{"side": "referrer", "name": "Friend1", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-21T10:10:00+00:00", "still_open": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(30,'referral_pending:referral:2:10:friend',9,'referral_pending','{"side": "friend", "name": "Anna", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-21T10:10:00+00:00", "still_open": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(31,'referral_cancelled:referral:2:10:referrer',3,'referral_cancelled','{"side": "referrer", "name": "Friend1", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-21T10:10:00+00:00", "still_open": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(32,'referral_cancelled:referral:2:10:friend',9,'referral_cancelled','{"side": "friend", "name": "Anna", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-21T10:10:00+00:00", "still_open": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(33,'refund:refund:2',9,'refund','{"purchase_id": 10, "amount_minor": 6000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "taken_points": 420, "uncovered_points": 0, "returned_points": 0, "balance_after": 150, "at": "2026-11-21T10:10:00+00:00", "is_new": true}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(34,'receipt:11',10,'receipt','{"purchase_id": 11, "account_id": 10, "amount_minor": 6000, "currency": "ZAR", "shop": "Caf\u00e9 Zorg", "at": "2026-11-21T10:10:00+00:00", "points": 420, "matures_at": null, "balance_after": 570, "rate_basis_points": 700, "redeemed_points": 0, "receipt_number": "R-12", "is_new": true, "milestone": 1, "anniversary_years": null}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(35,'referral_pending:referral:3:11:friend',10,'referral_pending','{"side": "friend", "name": "Anna", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-21T10:10:00+00:00", "still_open": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(36,'referral_capped:referral:3:11:referrer',3,'referral_capped','{"side": "referrer", "name": "Friend2", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-21T10:10:00+00:00", "still_open": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(37,'desk:1:1795299000:0:1',1,'desk_new','{"files": 0, "number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(38,'desk:1:1795299000:0:2',2,'desk_new','{"files": 0, "number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(39,'desk:1:1795299000:0:7',7,'desk_new','{"files": 0, "number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(40,'desk:2:1795299000:0:1',1,'desk_new','{"files": 0, "number": 2, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(41,'desk:2:1795299000:0:2',2,'desk_new','{"files": 0, "number": 2, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(42,'desk:2:1795299000:0:7',7,'desk_new','{"files": 0, "number": 2, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(43,'complaint:2:complaint_taken:2026-11-21T10:10:00+00:00',5,'complaint_taken','{"number": 2, "by": "Sipho", "staff_id": 7}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(44,'desk:2:1795299000:0:1:taken:2026-11-21T10:10:00+00:00',1,'desk_settled','{"number": 2, "what": "taken", "by": "Sipho", "edit_notice_key": "desk:2:1795299000:0:1"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(45,'desk:2:1795299000:0:2:taken:2026-11-21T10:10:00+00:00',2,'desk_settled','{"number": 2, "what": "taken", "by": "Sipho", "edit_notice_key": "desk:2:1795299000:0:2"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(46,'complaint:2:answer:3',5,'complaint_answer','{"number": 2, "by": "Sipho", "staff_id": 7, "text": "\u041d\u0430\u043c \u043e\u0447\u0435\u043d\u044c \u0436\u0430\u043b\u044c", "media": null, "file_id": null, "changed": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(47,'desk:3:1795299000:0:1',1,'desk_new','{"files": 0, "number": 3, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(48,'desk:3:1795299000:0:2',2,'desk_new','{"files": 0, "number": 3, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(49,'desk:3:1795299000:0:7',7,'desk_new','{"files": 0, "number": 3, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(50,'complaint:3:complaint_taken:2026-11-21T10:10:00+00:00',4,'complaint_taken','{"number": 3, "by": "Thabo", "staff_id": 2}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(51,'desk:3:1795299000:0:1:taken:2026-11-21T10:10:00+00:00',1,'desk_settled','{"number": 3, "what": "taken", "by": "Thabo", "edit_notice_key": "desk:3:1795299000:0:1"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(52,'desk:3:1795299000:0:7:taken:2026-11-21T10:10:00+00:00',7,'desk_settled','{"number": 3, "what": "taken", "by": "Thabo", "edit_notice_key": "desk:3:1795299000:0:7"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(53,'desk:3:message:5',2,'desk_news','{"number": 3, "what": "added", "answer_due_at": "2026-11-21T22:10:00+00:00", "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(54,'complaint:3:answer:6',4,'complaint_answer','{"number": 3, "by": "Thabo", "staff_id": 2, "text": "\u0412\u0438\u0431\u0430\u0447\u0442\u0435", "media": "photo", "file_id": "FILE", "changed": false}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(55,'complaint:3:complaint_solved:2026-11-21T10:10:00+00:00',4,'complaint_solved','{"number": 3, "by": "Thabo", "staff_id": 2}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(56,'desk:4:1795299000:0:1',1,'desk_new','{"files": 0, "number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(57,'desk:4:1795299000:0:2',2,'desk_new','{"files": 0, "number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(58,'desk:4:1795299000:0:7',7,'desk_new','{"files": 0, "number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-21T10:10:00+00:00"}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(59,'desk:3:lost:2026-11-21T10:10:00+00:00',2,'desk_lost','{"number": 3}','pending',0,'2026-11-21 10:10:00.000000','2026-11-21 10:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(60,'redemption_expired:6:3',3,'redemption_expired','{"hold_id": 6, "account_id": 3, "staff_id": 7, "customer": "Anna", "card_number": "94502242", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 105, "worth_minor": 105, "left_minor": 19895, "currency": "ZAR", "state": "expired", "expires_at": "2026-11-21T10:13:00+00:00", "receipt_number": null, "is_new": true, "for_staff": false, "edit_notice_key": "redemption_asked:6:3"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(61,'redemption_expired:6:7',7,'redemption_expired','{"hold_id": 6, "account_id": 3, "staff_id": 7, "customer": "Anna", "card_number": "94502242", "shop": "Caf\u00e9 Zorg", "bill_minor": 20000, "points": 105, "worth_minor": 105, "left_minor": 19895, "currency": "ZAR", "state": "expired", "expires_at": "2026-11-21T10:13:00+00:00", "receipt_number": null, "is_new": true, "for_staff": true, "edit_message_id": null}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(62,'desk:1:1795299000:1795306200:1',1,'desk_late','{"number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-22T00:10:00+00:00"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(63,'desk:1:1795299000:1795306200:2',2,'desk_late','{"number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-22T00:10:00+00:00"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(64,'desk:1:1795299000:1795306200:7',7,'desk_late','{"number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-22T00:10:00+00:00"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(65,'complaint:1:late:2026-11-21T22:10:00+00:00',3,'complaint_late','{"number": 1, "promised": "2026-11-21T22:10:00+00:00", "at": "2026-11-22T00:10:00+00:00"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(66,'desk:4:1795299000:1795306200:1',1,'desk_late','{"number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-22T00:10:00+00:00"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(67,'desk:4:1795299000:1795306200:2',2,'desk_late','{"number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-22T00:10:00+00:00"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(68,'desk:4:1795299000:1795306200:7',7,'desk_late','{"number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-22T00:10:00+00:00"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(69,'complaint:4:late:2026-11-21T22:10:00+00:00',6,'complaint_late','{"number": 4, "promised": "2026-11-21T22:10:00+00:00", "at": "2026-11-22T00:10:00+00:00"}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(70,'birthday:11:2026',11,'birthday','{"points": 40, "late": false}','pending',0,'2026-11-22 00:10:00.000000','2026-11-22 07:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(71,'referral_rewarded:referral:1:9:referrer',3,'referral_rewarded','{"side": "referrer", "name": "Friend0", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-24T00:10:00+00:00", "still_open": false}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(72,'referral_rewarded:referral:1:9:friend',8,'referral_rewarded','{"side": "friend", "name": "Anna", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-24T00:10:00+00:00", "still_open": false}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(73,'referral_rewarded:referral:3:11:friend',10,'referral_rewarded','{"side": "friend", "name": "Anna", "points": 500, "matures_at": "2026-11-22T10:10:00+00:00", "at": "2026-11-24T00:10:00+00:00", "still_open": false}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(74,'desk:1:1795299000:1795479000:1',1,'desk_late','{"number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-24T00:10:00+00:00"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(75,'desk:1:1795299000:1795479000:2',2,'desk_late','{"number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-24T00:10:00+00:00"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(76,'desk:1:1795299000:1795479000:7',7,'desk_late','{"number": 1, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-24T00:10:00+00:00"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(77,'desk:4:1795299000:1795479000:1',1,'desk_late','{"number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-24T00:10:00+00:00"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(78,'desk:4:1795299000:1795479000:2',2,'desk_late','{"number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-24T00:10:00+00:00"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(79,'desk:4:1795299000:1795479000:7',7,'desk_late','{"number": 4, "category": "waiting", "answer_due_at": "2026-11-21T22:10:00+00:00", "taker": null, "at": "2026-11-24T00:10:00+00:00"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(80,'expiring:4:2026-11-30:7',4,'points_expiring','{"points": 4907, "expires_at": "2026-11-30T00:10:00+00:00", "days": 7}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 07:00:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(81,'desk:2:closed:2026-11-24T00:10:00+00:00',7,'desk_news','{"number": 2, "what": "closed", "answer_due_at": null, "at": "2026-11-24T00:10:00+00:00"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(82,'complaint:4:complaint_taken:2026-11-24T00:10:00+00:00',6,'complaint_taken','{"number": 4, "by": "S6", "staff_id": 26}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(83,'desk:4:1795299000:1795479000:1:taken:2026-11-24T00:10:00+00:00',1,'desk_settled','{"number": 4, "what": "taken", "by": "S6", "edit_notice_key": "desk:4:1795299000:1795479000:1"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(84,'desk:4:1795299000:1795479000:2:taken:2026-11-24T00:10:00+00:00',2,'desk_settled','{"number": 4, "what": "taken", "by": "S6", "edit_notice_key": "desk:4:1795299000:1795479000:2"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
INSERT INTO "outbox_message" VALUES(85,'desk:4:1795299000:1795479000:7:taken:2026-11-24T00:10:00+00:00',7,'desk_settled','{"number": 4, "what": "taken", "by": "S6", "edit_notice_key": "desk:4:1795299000:1795479000:7"}','pending',0,'2026-11-24 00:10:00.000000','2026-11-24 00:10:00.000000',NULL,NULL);
CREATE TABLE person (
	id INTEGER NOT NULL, 
	telegram_id BIGINT, 
	first_name VARCHAR NOT NULL, 
	last_name VARCHAR, 
	username VARCHAR, 
	language VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	shop_id INTEGER, 
	source VARCHAR, 
	joined_at DATETIME NOT NULL, 
	blocked_at DATETIME, birth_month INTEGER, birth_day INTEGER, birthday_told_at DATETIME, birthday_greeted_year INTEGER, phone VARCHAR, quiet_from INTEGER, quiet_until INTEGER, forgotten_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(shop_id) REFERENCES shop (id), 
	UNIQUE (telegram_id)
);
INSERT INTO "person" VALUES(1,5000001,'Zola',NULL,NULL,'en','owner',1,NULL,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(2,5000002,'Thabo',NULL,NULL,'en','staff',1,NULL,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(3,5000003,'Anna',NULL,NULL,'en','customer',NULL,NULL,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(4,5000004,'Богдан',NULL,NULL,'uk','customer',NULL,NULL,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(5,5000005,'Вера',NULL,NULL,'ru','customer',NULL,NULL,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(6,5000006,'Pieter',NULL,NULL,'af','customer',NULL,NULL,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(7,5000007,'Sipho',NULL,NULL,'en','staff',1,NULL,'2026-11-21 10:00:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(8,5000008,'Friend0',NULL,NULL,'en','customer',NULL,NULL,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(9,5000009,'Friend1',NULL,NULL,'en','customer',NULL,NULL,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(10,5000010,'Friend2',NULL,NULL,'en','customer',NULL,NULL,'2026-11-21 10:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(11,5000011,'Friend3',NULL,NULL,'en','customer',NULL,NULL,'2026-11-21 10:10:00.000000',NULL,11,22,'2026-09-23 00:10:00.000000',2026,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(12,5000012,'D-offers',NULL,NULL,'en','customer',NULL,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(13,5000013,'D-birthday',NULL,NULL,'en','customer',NULL,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(14,5000014,'D-invite',NULL,NULL,'en','customer',NULL,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(15,5000015,'D-score',NULL,NULL,'en','customer',NULL,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(16,5000016,'D-why',NULL,NULL,'en','customer',NULL,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(17,5000017,'D-phone',NULL,NULL,'en','customer',NULL,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(18,5000018,'D-choice',NULL,NULL,'en','customer',NULL,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(19,5000019,'D-draft',NULL,NULL,'en','customer',NULL,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(20,5000020,'S0',NULL,NULL,'en','staff',1,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(21,5000021,'S1',NULL,NULL,'en','staff',1,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(22,5000022,'S2',NULL,NULL,'en','staff',1,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(23,5000023,'S3',NULL,NULL,'en','staff',1,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(24,5000024,'S4',NULL,NULL,'en','staff',1,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(25,5000025,'S5',NULL,NULL,'en','staff',1,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(26,5000026,'S6',NULL,NULL,'en','staff',1,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(27,5000027,'S7',NULL,NULL,'en','staff',1,NULL,'2026-11-24 00:10:00.000000',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE programme_version (
	id INTEGER NOT NULL, 
	settings JSON NOT NULL, 
	at DATETIME NOT NULL, 
	changed_by INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(changed_by) REFERENCES person (id)
);
INSERT INTO "programme_version" VALUES(1,'{"brand": "Caf\u00e9 Zorg", "currency": "ZAR", "timezone": "Africa/Johannesburg", "default_language": "en", "earn_rate_basis_points": 500, "point_value_minor": 1, "smallest_redemption_points": 100, "largest_share_percent": 50, "welcome_points": 100, "minimum_purchase_minor": 0, "largest_purchase_minor": 10000000, "purchase_hold_days": 0, "referrer_points": 500, "referred_points": 500, "referral_minimum_purchase_minor": 5000, "referral_hold_days": 14, "referral_monthly_cap": 10, "expiry_policy": "none", "expiry_after_months": 12, "refund_grace_days": 30, "redemption_hold_seconds": 180, "undo_minutes": 15, "complaint_answer_hours": 24, "adjustment_limit_points": 1000, "invitation_hours": 72, "birthday_points": 0, "survey_cooldown_days": 90, "review_links": [], "quiet_from": 21, "quiet_until": 9}','2026-11-21 10:00:00.000000',NULL);
INSERT INTO "programme_version" VALUES(2,'{"brand": "Caf\u00e9 Zorg", "currency": "ZAR", "timezone": "Africa/Johannesburg", "default_language": "en", "earn_rate_basis_points": 700, "point_value_minor": 1, "smallest_redemption_points": 100, "largest_share_percent": 50, "welcome_points": 150, "minimum_purchase_minor": 0, "largest_purchase_minor": 10000000, "purchase_hold_days": 0, "referrer_points": 500, "referred_points": 500, "referral_minimum_purchase_minor": 1000, "referral_hold_days": 1, "referral_monthly_cap": 10, "expiry_policy": "rolling", "expiry_after_months": 12, "refund_grace_days": 30, "redemption_hold_seconds": 180, "undo_minutes": 15, "complaint_answer_hours": 12, "adjustment_limit_points": 1000, "invitation_hours": 72, "birthday_points": 40, "survey_cooldown_days": 90, "review_links": [], "quiet_from": 21, "quiet_until": 9}','2026-11-21 10:00:00.000000',1);
INSERT INTO "programme_version" VALUES(3,'{"brand": "Caf\u00e9 Zorg", "currency": "ZAR", "timezone": "Africa/Johannesburg", "default_language": "en", "earn_rate_basis_points": 700, "point_value_minor": 1, "smallest_redemption_points": 100, "largest_share_percent": 50, "welcome_points": 150, "minimum_purchase_minor": 0, "largest_purchase_minor": 10000000, "purchase_hold_days": 0, "referrer_points": 500, "referred_points": 500, "referral_minimum_purchase_minor": 1000, "referral_hold_days": 1, "referral_monthly_cap": 1, "expiry_policy": "rolling", "expiry_after_months": 12, "refund_grace_days": 30, "redemption_hold_seconds": 180, "undo_minutes": 15, "complaint_answer_hours": 12, "adjustment_limit_points": 1000, "invitation_hours": 72, "birthday_points": 40, "survey_cooldown_days": 90, "review_links": [], "quiet_from": 21, "quiet_until": 9}','2026-11-21 10:10:00.000000',1);
CREATE TABLE purchase (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	account_id INTEGER NOT NULL, 
	shop_id INTEGER NOT NULL, 
	staff_id INTEGER, 
	receipt_number VARCHAR, 
	amount_minor INTEGER NOT NULL, 
	paid_minor INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	earn_rate_basis_points INTEGER NOT NULL, 
	earned_points INTEGER NOT NULL, 
	redeemed_points INTEGER NOT NULL, 
	refunded_minor INTEGER NOT NULL, 
	balance_after INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT amount_positive CHECK (amount_minor > 0), 
	CONSTRAINT refunded_within_amount CHECK (refunded_minor >= 0 AND refunded_minor <= amount_minor), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	FOREIGN KEY(shop_id) REFERENCES shop (id), 
	FOREIGN KEY(staff_id) REFERENCES person (id), 
	UNIQUE ("key"), 
	CONSTRAINT receipt_number_once_per_shop UNIQUE (shop_id, receipt_number)
);
INSERT INTO "purchase" VALUES(1,'purchase:BnggcZ7BLgxRS86y',3,1,2,NULL,50000,50000,'ZAR',700,3500,0,0,3600,'2026-11-21 10:00:00.000000');
INSERT INTO "purchase" VALUES(2,'purchase:D71Hv6aQq8ydhSYs',4,1,2,NULL,50000,50000,'ZAR',700,3500,0,0,3600,'2026-11-21 10:00:00.000000');
INSERT INTO "purchase" VALUES(3,'purchase:A9lB6k1cNRtZA37f',5,1,2,NULL,50000,50000,'ZAR',700,3500,0,0,3600,'2026-11-21 10:00:00.000000');
INSERT INTO "purchase" VALUES(4,'purchase:w6On4-4OM20rvNjZ',6,1,2,NULL,50000,50000,'ZAR',700,3500,0,0,3600,'2026-11-21 10:00:00.000000');
INSERT INTO "purchase" VALUES(5,'up:1',3,1,2,'R-1',12550,12550,'ZAR',700,878,0,0,4478,'2026-11-21 10:00:00.000000');
INSERT INTO "purchase" VALUES(6,'up:2',5,1,2,'R-2',20000,20000,'ZAR',700,1400,0,5000,5000,'2026-11-21 10:00:00.000000');
INSERT INTO "purchase" VALUES(7,'up:3',6,1,2,NULL,9900,9900,'ZAR',700,693,0,9900,4293,'2026-11-21 10:00:00.000000');
INSERT INTO "purchase" VALUES(8,'hold:2',4,1,2,NULL,20000,19890,'ZAR',700,1392,110,0,4907,'2026-11-21 10:00:00.000000');
INSERT INTO "purchase" VALUES(9,'up:10',8,1,2,'R-10',6000,6000,'ZAR',700,420,0,0,570,'2026-11-21 10:10:00.000000');
INSERT INTO "purchase" VALUES(10,'up:11',9,1,2,'R-11',6000,6000,'ZAR',700,420,0,6000,570,'2026-11-21 10:10:00.000000');
INSERT INTO "purchase" VALUES(11,'up:12',10,1,2,'R-12',6000,6000,'ZAR',700,420,0,0,570,'2026-11-21 10:10:00.000000');
CREATE TABLE rating (
	id INTEGER NOT NULL, 
	person_id INTEGER, 
	score INTEGER NOT NULL, 
	reasons JSON NOT NULL, 
	comment VARCHAR, 
	cause VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	wording VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	corrected_at DATETIME, 
	PRIMARY KEY (id), 
	CONSTRAINT score_of_ten CHECK (score >= 0 AND score <= 10), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "rating" VALUES(1,16,4,'[]',NULL,'asked','en','nps-1','2026-11-24 00:10:00.000000',NULL);
CREATE TABLE referral (
	id INTEGER NOT NULL, 
	referrer_account_id INTEGER NOT NULL, 
	friend_account_id INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	joined_at DATETIME NOT NULL, 
	purchase_id INTEGER, 
	bought_at DATETIME, 
	minimum_minor INTEGER NOT NULL, 
	matures_at DATETIME, 
	referrer_points INTEGER NOT NULL, 
	friend_points INTEGER NOT NULL, 
	resolved_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(friend_account_id) REFERENCES account (id), 
	FOREIGN KEY(purchase_id) REFERENCES purchase (id), 
	FOREIGN KEY(referrer_account_id) REFERENCES account (id), 
	UNIQUE (friend_account_id), 
	UNIQUE (purchase_id)
);
INSERT INTO "referral" VALUES(1,3,8,'rewarded','2026-11-21 10:10:00.000000',9,'2026-11-21 10:10:00.000000',1000,'2026-11-22 10:10:00.000000',500,500,'2026-11-24 00:10:00.000000');
INSERT INTO "referral" VALUES(2,3,9,'cancelled','2026-11-21 10:10:00.000000',10,'2026-11-21 10:10:00.000000',1000,'2026-11-22 10:10:00.000000',500,500,'2026-11-21 10:10:00.000000');
INSERT INTO "referral" VALUES(3,3,10,'capped','2026-11-21 10:10:00.000000',11,'2026-11-21 10:10:00.000000',1000,'2026-11-22 10:10:00.000000',0,500,'2026-11-24 00:10:00.000000');
INSERT INTO "referral" VALUES(4,3,11,'joined','2026-11-21 10:10:00.000000',NULL,NULL,0,NULL,0,0,NULL);
CREATE TABLE referral_code (
	account_id INTEGER NOT NULL, 
	token VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (account_id), 
	FOREIGN KEY(account_id) REFERENCES account (id), 
	UNIQUE (code), 
	UNIQUE (token)
);
INSERT INTO "referral_code" VALUES(3,'eEjgvIq9KhyWPw6U4AoZ','VD3WVJ','2026-11-21 10:10:00.000000');
INSERT INTO "referral_code" VALUES(14,'SUxaZMGM2kkgKDyWs2YT','V7G3HP','2026-11-24 00:10:00.000000');
CREATE TABLE refund (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	purchase_id INTEGER NOT NULL, 
	staff_id INTEGER, 
	amount_minor INTEGER NOT NULL, 
	taken_points INTEGER NOT NULL, 
	uncovered_points INTEGER NOT NULL, 
	returned_points INTEGER NOT NULL, 
	balance_after INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(purchase_id) REFERENCES purchase (id), 
	FOREIGN KEY(staff_id) REFERENCES person (id), 
	UNIQUE ("key")
);
INSERT INTO "refund" VALUES(1,'refund:1',6,1,5000,350,0,0,4650,'2026-11-21 10:00:00.000000');
INSERT INTO "refund" VALUES(2,'undo:7',7,2,9900,693,0,0,3600,'2026-11-21 10:00:00.000000');
INSERT INTO "refund" VALUES(3,'refund:2',10,1,6000,420,0,0,150,'2026-11-21 10:10:00.000000');
CREATE TABLE shop (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "shop" VALUES(1,'Café Zorg','2026-11-21 10:00:00.000000');
CREATE INDEX ix_handled_update_at ON handled_update (at);
CREATE INDEX ix_audit_record_actor_id ON audit_record (actor_id);
CREATE INDEX consent_latest ON consent (person_id, purpose, id);
CREATE INDEX ix_outbox_message_person_id ON outbox_message (person_id);
CREATE INDEX outbox_due ON outbox_message (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_waiting ON outbox_message (person_id, id) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX card_current ON card (account_id) WHERE revoked_at IS NULL;
CREATE INDEX hold_active ON hold (expires_at) WHERE state = 'active';
CREATE INDEX ix_hold_account_id ON hold (account_id);
CREATE INDEX purchase_by_staff ON purchase (staff_id, id);
CREATE INDEX purchase_of_account ON purchase (account_id, id);
CREATE INDEX entry_of_account ON entry (account_id, id);
CREATE INDEX ix_entry_purchase_id ON entry (purchase_id);
CREATE INDEX ix_entry_reverses_id ON entry (reverses_id);
CREATE INDEX ix_refund_purchase_id ON refund (purchase_id);
CREATE INDEX lot_expiring ON lot (expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;
CREATE INDEX lot_maturing ON lot (matures_at) WHERE NOT mature AND remaining > 0;
CREATE INDEX lot_open ON lot (account_id, expires_at) WHERE remaining > 0;
CREATE INDEX lot_pending ON lot (account_id, matures_at) WHERE NOT mature AND remaining > 0;
CREATE INDEX ix_lot_use_entry_id ON lot_use (entry_id);
CREATE INDEX ix_lot_use_hold_id ON lot_use (hold_id);
CREATE INDEX ix_lot_use_lot_id ON lot_use (lot_id);
CREATE INDEX rating_of_person ON rating (person_id, id);
CREATE INDEX referral_of_referrer ON referral (referrer_account_id, id);
CREATE INDEX referral_maturing ON referral (matures_at) WHERE matures_at IS NOT NULL AND resolved_at IS NULL;
CREATE INDEX complaint_of_person ON complaint (person_id, id);
CREATE INDEX complaint_waiting ON complaint (answer_due_at) WHERE answer_due_at IS NOT NULL;
CREATE INDEX ix_complaint_message_message_id ON complaint_message (message_id);
CREATE INDEX message_of_complaint ON complaint_message (complaint_id, id);
CREATE INDEX person_birthday ON person (birth_month, birth_day, birthday_greeted_year) WHERE birth_month IS NOT NULL;
CREATE INDEX lot_unwarned ON lot (warned_days, expires_at) WHERE remaining > 0 AND expires_at IS NOT NULL;
CREATE INDEX ix_audit_record_subject ON audit_record (subject);
COMMIT;
