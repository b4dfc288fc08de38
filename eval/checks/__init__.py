"""All checks, one family a file, in the order of their codes.

A check is a pure function of the text and of what it is judged against; it yields findings in the
order of their places and yields nothing where it has nothing to go by.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from eval.checks import (
    blanks,
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

CHECKS: tuple[Check, ...] = (
    structure.required_parts,
    structure.order_of_parts,
    structure.substance,
    structure.numbering,
    structure.counts_of_parts,
    structure.form_of_title,
    structure.salutation_and_closing,
    structure.measures_for_problems,
    blanks.masks,
    blanks.holes,
    blanks.tokens,
    figures.unsupported,
    figures.past_values,
    figures.contradictions,
    figures.misplaced,
    figures.sums,
    figures.two_values,
    likelihood.implausible,
    figures.directions,
    likelihood.footings,
    years.stale_years,
    years.stale_phrases,
    times.not_yet,
    times.relative_times,
    coverage.unused_facts,
    coverage.unsourced,
    reuse.copies,
    wording.repetitions,
    reuse.past_names,
    reuse.routine,
    phrases.word_for_word,
    phrases.order_of_phrases,
    wording.confusables,
    wording.own_names,
    phrases.quotations,
    marks.punctuation,
    marks.numerals,
    marks.document_numbers,
    layout.layout,
)
