"""All checks, one family a file, in the order of their codes.

A check is a pure function of the text and of what it is judged against; it yields findings in the
order of their places and yields nothing where it has nothing to go by.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from eval.checks import (
    blanks,
    carried,
    coverage,
    figures,
    layout,
    likelihood,
    marks,
    phrases,
    reuse,
    structure,
    times,
    wording,
    years,
)
from eval.examined import Examined
from eval.finding import Finding
from eval.grounds import Grounds

Check: TypeAlias = Callable[[Examined, Grounds], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "S101": structure.required_parts,
    "S102": structure.order_of_parts,
    "S103": structure.substance,
    "S104": structure.numbering,
    "S105": structure.counts_of_parts,
    "S106": structure.form_of_title,
    "S107": structure.salutation_and_closing,
    "S108": structure.measures_for_problems,
    "B201": blanks.masks,
    "B202": blanks.holes,
    "B203": blanks.tokens,
    "N301": figures.unsupported,
    "N302": figures.past_values,
    "N303": figures.contradictions,
    "N304": figures.misplaced,
    "N305": figures.sums,
    "N306": figures.two_values,
    "N307": likelihood.implausible,
    "N308": figures.directions,
    "N309": likelihood.footings,
    "Y401": years.stale_years,
    "Y402": years.stale_phrases,
    "Y403": times.not_yet,
    "Y404": times.relative_times,
    "C501": coverage.unused_facts,
    "C502": coverage.unsourced,
    "R601": reuse.copies,
    "R602": wording.repetitions,
    "R603": reuse.past_names,
    "R604": carried.routine,
    "W701": phrases.word_for_word,
    "W702": phrases.order_of_phrases,
    "W703": wording.confusables,
    "W704": wording.own_names,
    "W705": phrases.quotations,
    "F801": marks.punctuation,
    "F802": marks.numerals,
    "F803": marks.document_numbers,
    "F804": layout.layout,
}
"""The check of each finding code."""
