"""Pure deciding: a session and a message give a new session, things to say and effects. No I/O, no clock."""
