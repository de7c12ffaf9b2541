"""All SQL of referrals: invitations, and what each of them gives."""
