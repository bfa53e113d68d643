//! The shared language of the course: events, schedules, counterexamples and verdicts, as plain data with one text renderer.
