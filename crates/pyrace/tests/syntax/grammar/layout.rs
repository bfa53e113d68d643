//! Blanks, line ends and comments in every place that allows them.

use super::Grammar;

impl Grammar {
    /// What may stand between two tokens that need nothing between them.
    pub(super) fn gap(&mut self) -> String {
        let n = self.numbers.below(24);
        let free = self.quotes.is_empty();
        let text = match n {
            0..8 => "",
            8..18 => " ",
            18 => "  ",
            19 => "\t",
            20 if free => " \\\n ",
            21 if free && self.brackets > 0 => "\n",
            22 if free && self.brackets > 0 => " # why: (not ] ended)\n      ",
            23 if free && self.brackets > 0 => "\n\n\t",
            _ => " ",
        };
        text.to_owned()
    }

    /// What may stand between two words.
    pub(super) fn space(&mut self) -> String {
        format!(" {}", self.gap())
    }

    pub(super) fn comma(&mut self) -> String {
        format!("{},{}", self.gap(), self.gap())
    }

    /// The end of a line of statements.
    pub(super) fn line_end(&mut self) -> &'static str {
        self.pick(&[
            "\n",
            "\n",
            "\n",
            "\n",
            "  \n",
            " # a comment\n",
            "\n\n",
            "\n   # not indented like the rest\n",
            ";\n",
            "\n\t\n",
        ])
    }

    /// The indentation of a block inside the present one.
    pub(super) fn deeper(&mut self) -> String {
        let more = self.pick(&["    ", "    ", "  ", " ", "   ", "\t", "        "]);
        format!("{}{more}", self.indent)
    }
}
