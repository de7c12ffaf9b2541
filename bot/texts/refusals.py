"""Why something cannot be done and what to do instead: words for the errors of the domain and for wrong turns."""

from html import escape

from bot.i18n import Words
from loyalty import errors


def refusal(words: Words, error: errors.LoyaltyError) -> str:
    """One clear sentence or two for an error of the domain, with its facts."""
    _, n_ = words.gettext, words.ngettext
    match error:
        case errors.Forbidden():
            return _("This is for the team only. If you work here, ask for an invitation link.")
        case errors.NotEnoughPoints(balance=balance):
            return n_("There is only {n} point to use.", "There are only {n} points to use.", balance).format(
                n=words.number(balance)
            )
        case errors.BelowSmallestRedemption(smallest=smallest):
            return n_(
                "Points can be used from {n} point on.", "Points can be used from {n} points on.", smallest
            ).format(n=words.number(smallest))
        case errors.BillTooSmall():
            return _("This bill is too small to be paid with points.")
        case errors.AboveLargestShare(largest_points=largest):
            return n_(
                "At most {n} point can be used for this purchase.",
                "At most {n} points can be used for this purchase.",
                largest,
            ).format(n=words.number(largest))
        case errors.AmountTooSmall():
            return _("The amount must be more than nothing. Type it again.")
        case errors.AmountTooLarge(maximum_minor=maximum):
            too_much = _("A single purchase may be at most {money}. Check the amount and type it again.")
            return too_much.format(money=words.money(maximum))
        case errors.ReceiptAlreadyUsed(receipt_number=number):
            return _("Receipt no. {number} has been entered already. Check the number.").format(number=escape(number))
        case errors.CardUnknown():
            return _("There is no such card. Check the number, or scan the code.")
        case errors.CardRevoked():
            return _("This card was renewed and is no longer good. Ask the customer to open /card.")
        case errors.OwnCard():
            return _("This is your own card: ask somebody else of the team to serve you.")
        case errors.InvitationUnknown():
            return _("This invitation link is not known. Ask for a new one.")
        case errors.InvitationUsed():
            return _("This invitation link was used already. Ask for a new one.")
        case errors.InvitationExpired():
            return _("This invitation link is too old. Ask for a new one.")
        case errors.ReferralUnknown():
            return _("I do not know this invitation. Check the code and type it again, or ask for the link.")
        case errors.OwnReferral():
            return _("This is your own invitation. Pass it on to a friend who has no card here yet.")
        case errors.ReferralCircle(name=name):
            already = _("{name} came by an invitation of yours, or of a friend of yours: it does not count back.")
            return already.format(name=escape(name))
        case errors.AlreadyInvited(name=name):
            already = _("You came by an invitation already: {name} invited you, and that counts.")
            return already.format(name=escape(name) or _("a friend"))
        case errors.NotANewcomer(bought=True):
            return _("An invitation counts before the first purchase only. You can invite friends yourself: /invite")
        case errors.NotANewcomer(days=days):
            return n_(
                "You have your card already; an invitation counts during its first {n} day. "
                "You can invite friends yourself: /invite",
                "You have your card already; an invitation counts during its first {n} days. "
                "You can invite friends yourself: /invite",
                days,
            ).format(n=words.number(days))
        case errors.AlreadyOwned():
            return _("This bot has its owner already. Ask them for an invitation.")
        case errors.LastOwner():
            return _("The bot needs an owner. Make somebody else the owner first.")
        case errors.HoldResolved() | errors.HoldUnknown():
            return _("This has been settled already.")
        case errors.HoldExpired():
            return _("Time ran out and no points were used. Ask at the till to start again.")
        case errors.CustomerUnreachable(name=name):
            blocked = _("{name} has blocked this bot and cannot be asked. If they open it again, try once more.")
            return blocked.format(name=escape(name))
        case errors.EntryUnknown() | errors.PurchaseUnknown():
            return _("There is no such line in your history. See /history for what there is.")
        case errors.UndoTooLate(minutes=minutes):
            return n_(
                "A purchase can be undone for {n} minute only. An administrator can refund it.",
                "A purchase can be undone for {n} minutes only. An administrator can refund it.",
                minutes,
            ).format(n=words.number(minutes))
        case errors.NothingToUndo():
            return _("There is no purchase of yours to undo.")
        case errors.AlreadyRefunded():
            return _("This purchase was refunded already.")
        case errors.RefundTooLarge(left_minor=left):
            return _("Only {money} of this purchase is left to refund.").format(money=words.money(left))
        case errors.ReasonMissing():
            return _("Say in a few words why.")
        case errors.AboveLimit(limit=limit):
            return n_(
                "You may change at most {n} point at once. Ask an administrator.",
                "You may change at most {n} points at once. Ask an administrator.",
                limit,
            ).format(n=words.number(limit))
        case errors.BirthdayInvalid():
            return _("There is no such day. Type day and month, such as 28.11.")
        case errors.BirthdayKept(until=until):
            kept = _("A birthday can be changed once a year. Yours can be changed again from {day} on.")
            return kept.format(day=words.full_day(until))
        case errors.OthersPhone():
            return _("That is somebody else's contact. Only your own number can be kept: press the button below.")
        case errors.HourInvalid():
            return _("Quiet hours need a beginning and another hour for their end. Choose again.")
        case errors.ComplaintUnknown():
            return _("There is no such complaint of yours. See /complaint.")
        case errors.ComplaintTaken(taker=None):
            return _("Take this complaint first, then it is yours to answer: /desk")
        case errors.ComplaintTaken(taker=taker):
            return _("{name} has taken this complaint. See what else waits: /desk").format(name=escape(taker or ""))
        case errors.ComplaintClosed(number=number):
            return _("Complaint {number} is closed: its customer says it is solved. Nothing was sent.").format(
                number=number
            )
        case errors.OwnComplaint():
            return _("This is your own complaint: somebody else of the team answers it. You find it at /complaint.")
        case errors.NothingSaid():
            return _("There is nothing in it yet. Write what you would like to say.")
        case errors.RatingUnknown():
            return _("This rating can no longer be changed. You can rate us anew: /rate")
        case errors.SettingInvalid(name=name, rule=rule):
            return _("{setting} cannot have this value: {rule}.").format(setting=escape(name), rule=escape(rule))
        case _:
            raise LookupError(f"no words for {type(error).__name__}")


def apology(words: Words, code: str) -> str:
    _ = words.gettext
    text = _("Something went wrong on our side. Please try again; if it stays so, tell us the code {code}.")
    return text.format(code=f"<code>{code}</code>")


def stale(words: Words) -> str:
    return words.gettext("That button belongs to something that has ended. Choose below.")


def repeated(words: Words) -> str:
    return words.gettext("That was done already; nothing was done twice. Choose below.")


def not_understood(words: Words) -> str:
    return words.gettext("I did not understand that. Choose below, or see /help.")


def cancelled(words: Words) -> str:
    return words.gettext("All right, left as it was.")


def nothing_to_cancel(words: Words) -> str:
    return words.gettext("There is nothing to leave: choose below.")


def left_for_command(words: Words) -> str:
    return words.gettext("What you had begun is put aside; nothing was changed by it.")


def slow_down(words: Words) -> str:
    return words.gettext("That was a lot at once: some of it was left out. Send it again in a moment, please.")
