"""From the corpus to the model: the annotation's parser, examples, heads, calibration, export. Never imported by the rest."""
