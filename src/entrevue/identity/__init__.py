"""Sameness: are two accounts of one engagement, two appearances of one person, two names of one organisation?

Every answer is a `Likeness` with its reasons; all functions are pure and depend on nothing but their arguments, so that
the order in which reports arrive cannot change what they say.
"""
