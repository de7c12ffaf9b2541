"""All SQL of membership: people and how they joined, the team and its invitations, what people have allowed."""
