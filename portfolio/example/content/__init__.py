"""What the example says, as typed data: everything a person will read in Ekmarka stands here."""
