"""Report → mentions: what the tagger marks, with its value by atlas and grammars."""
