//! The last lines of a `.litmus` file: what the author of a test knows.

use super::super::condition::{Condition, Quantifier, Question};
use super::{Parser, Result};

impl Parser {
    /// Reads what is left after the threads.
    pub(super) fn end(&mut self) -> Result<()> {
        if self.skip("locations") {
            // All registers and variables are looked at anyway.
            while !self.skip("]") {
                if self.peek().is_empty() {
                    return Err(self.unexpected("`]`"));
                }
                self.at += 1;
            }
            self.skip(";");
        }
        let quantifier = match self.peek() {
            "" => return Ok(()),
            "exists" => Quantifier::Exists,
            "forall" => Quantifier::Forall,
            "~" => {
                self.at += 1;
                Quantifier::NotExists
            }
            _ => return Err(self.unexpected("`exists`, `~exists` or `forall`")),
        };
        if quantifier == Quantifier::NotExists && !self.next_is("exists") {
            return Err(self.unexpected("`exists`"));
        }
        self.at += 1;
        let condition = self.any()?;
        self.litmus.question = Some(Question {
            quantifier,
            condition,
        });
        if self.peek().is_empty() {
            Ok(())
        } else {
            Err(self.unexpected("the end"))
        }
    }

    fn any(&mut self) -> Result<Condition> {
        let mut parts = vec![self.all()?];
        while self.skip("\\/") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::Any(parts)
        })
    }

    fn all(&mut self) -> Result<Condition> {
        let mut parts = vec![self.one()?];
        while self.skip("/\\") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::All(parts)
        })
    }

    fn one(&mut self) -> Result<Condition> {
        if self.skip("not") || self.skip("~") {
            return Ok(Condition::Not(Box::new(self.one()?)));
        }
        if self.skip("true") {
            return Ok(Condition::All(vec![]));
        }
        if self.skip("(") {
            let condition = self.any()?;
            self.expect(")")?;
            return Ok(condition);
        }
        let brackets = self.skip("[");
        let mut name = self.next();
        if self.skip(":") {
            name = format!("{name}:{}", self.name()?);
        }
        if brackets {
            self.expect("]")?;
        }
        let observed = self.litmus.observed();
        let Some(place) = observed.iter().position(|known| *known == name) else {
            return Err(self.error(format!("the test has no `{name}`")));
        };
        let different = self.skip("!=");
        if !different && !self.skip("==") {
            self.expect("=")?;
        }
        let is = Condition::Is(place, self.number()?);
        Ok(if different {
            Condition::Not(Box::new(is))
        } else {
            is
        })
    }
}
