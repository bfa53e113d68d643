//! What ex12 promises: whoever reads sees one whole card, readers do not wait for each other, and
//! a raise is decided and made on the same card.

use super::solution::{RateCard, Rates};
use lab::thread;
use lab_check::{Model, Rendezvous, Rules, end, probe, promise, start_in, vary};

/// A card of safe Rust.
pub const RULES: Rules = Rules::strict();

/// The models, cheapest first.
///
/// Most solutions are searched to the end long before the bound is reached. It is there for those
/// that try again and again: an unkind schedule can keep them trying for ever.
pub fn all() -> Vec<Model> {
    vec![
        // One caller needs no search. A card with a thread of its own would make it a long one.
        Model::new("alone", alone)
            .without_threads()
            .up_to(1)
            .promises("one caller after the other: `quote` shows what the last change has left")
            .question("With one thread only: which call gives a wrong answer, or none?"),
        // Readers only: a writer who waits may keep new readers out, and that is allowed.
        Model::new("two_quotes", two_quotes)
            .up_to(5)
            .promises("two callers of `quote` read at the same time")
            .question("What does a caller hold while `use_it` runs, and who else wants it?"),
        Model::new("quote_and_reload", quote_and_reload)
            .up_to(3)
            .promises(
                "`quote` against `reload`: one card or the other, never a mixture, never back",
            )
            .question("Which three numbers travel together, and where do yours part?"),
        Model::new("quote_and_raise", quote_and_raise)
            .up_to(3)
            .promises("`quote` against `raise_if`: price and version change in one step")
            .question("A reader comes when half of the raise is made. What does it see?"),
        Model::new("one_raise_fits", || two_raises(1))
            .up_to(5)
            .promises("two raises and room for one: one of them is made, the other one is told no")
            .question("Until when is the answer of `pred` worth something?"),
        Model::new("two_raises_fit", || two_raises(2))
            .up_to(5)
            .promises("two raises and room for both: both are made, and none is lost")
            .question("From which card does your raise compute the new price?"),
        Model::new("raise_and_reload", raise_and_reload)
            .up_to(5)
            .promises("`raise_if` against `reload`: as if one had come after the other")
            .question("A new card comes between the answer and the raise. Whose price is raised?"),
        // Three threads make long searches; a reader who is interrupted once keeps both waiting.
        Model::new("two_changes_and_a_quote", two_changes_and_a_quote)
            .up_to(1)
            .promises("two changes that wait for the same reader are both made")
            .question(
                "The reader has left. Who of those who wait is told, and who tells the other?",
            ),
    ]
}

/// The three numbers, as the models compare and show them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Card {
    version: u64,
    currency: u64,
    price: u64,
}

impl Card {
    const fn rates(self) -> Rates {
        Rates {
            version: self.version,
            currency: self.currency,
            price: self.price,
        }
    }
}

const OLD: Card = Card {
    version: 4,
    currency: 978,
    price: 300,
};

const NEW: Card = Card {
    version: 7,
    currency: 756,
    price: 800,
};

/// The card after a raise.
const fn raised(card: Card, by: u64) -> Card {
    Card {
        version: card.version + 1,
        price: card.price + by,
        ..card
    }
}

/// The three numbers; looking at them takes time.
fn read(card: &RateCard) -> Card {
    card.quote(|rates| {
        probe();
        shown(rates)
    })
}

fn shown(rates: &Rates) -> Card {
    Card {
        version: rates.version,
        currency: rates.currency,
        price: rates.price,
    }
}

fn alone() {
    // Large numbers, so that they do not fit into a part of a word.
    let base = vary(&[0, 1 << 40]);
    let old = Card {
        price: OLD.price + base,
        ..OLD
    };
    let new = Card {
        version: base + 1,
        currency: 840,
        price: 100,
    };
    let card = RateCard::new(old.rates());
    let expect = |wanted: Card| {
        let seen = read(&card);
        promise!(
            WrongResult,
            seen == wanted,
            "the card says {wanted:?}, `quote` shows {seen:?}"
        );
    };
    expect(old);
    let made = card.raise_if(|rates| rates.price > old.price, 50);
    promise!(WrongResult, !made, "`pred` said no, `raise_if` said yes");
    expect(old);
    let made = card.raise_if(|rates| rates.price == old.price, 50);
    promise!(WrongResult, made, "`pred` said yes, `raise_if` said no");
    expect(raised(old, 50));
    card.reload(new.rates());
    expect(new);
    card.reload(old.rates());
    expect(old);
}

fn two_quotes() {
    let card = RateCard::new(OLD.rates());
    let together = Rendezvous::new(2);
    let seen = thread::scope(|scope| {
        let readers = ["reader A", "reader B"].map(|name| {
            start_in(scope, name, || {
                card.quote(|rates| {
                    together.meet();
                    rates.price
                })
            })
        });
        readers.map(|reader| end(reader))
    });
    promise!(
        WrongResult,
        seen == [OLD.price, OLD.price],
        "the price is {}, two readers saw {seen:?}",
        OLD.price
    );
}

/// What two calls of `quote` see, one after the other, while somebody changes the card.
fn seen_during(card: &RateCard, change: impl FnOnce() + Send) -> [Card; 2] {
    thread::scope(|scope| {
        let reader = start_in(scope, "reader", || [read(card), read(card)]);
        start_in(scope, "writer", change);
        end(reader)
    })
}

/// Each look saw one of two cards, and the later look not the earlier card.
fn one_card_or_the_other(seen: [Card; 2], before: Card, after: Card) {
    for card in seen {
        promise!(
            TornRead,
            card == before || card == after,
            "the card said {before:?} and then {after:?}, `quote` shows {card:?}"
        );
    }
    promise!(
        StaleRead,
        seen != [after, before],
        "the new card was seen first, and the old one afterwards"
    );
}

fn quote_and_reload() {
    // The card before the last one is gone for good.
    let card = RateCard::new(raised(OLD, 1).rates());
    card.reload(OLD.rates());
    let seen = seen_during(&card, || card.reload(NEW.rates()));
    one_card_or_the_other(seen, OLD, NEW);
    let last = read(&card);
    promise!(
        LostUpdate,
        last == NEW,
        "the card was replaced by {NEW:?}, `quote` shows {last:?}"
    );
}

fn quote_and_raise() {
    let card = RateCard::new(OLD.rates());
    let seen = seen_during(&card, || {
        card.raise_if(|_| true, 50);
    });
    one_card_or_the_other(seen, OLD, raised(OLD, 50));
}

/// Two callers raise by 50 as long as the price is below a limit, which `room` of them do not reach.
fn two_raises(room: u64) {
    let card = RateCard::new(OLD.rates());
    let limit = OLD.price + 50 * (room - 1) + 1;
    let made = thread::scope(|scope| {
        let raise = || {
            card.raise_if(
                |rates| {
                    probe();
                    rates.price < limit
                },
                50,
            )
        };
        let callers = ["caller A", "caller B"].map(|name| start_in(scope, name, raise));
        callers.map(|caller| end(caller))
    });
    let count = made.into_iter().map(u64::from).sum::<u64>();
    promise!(
        CheckThenAct,
        count <= room,
        "the price may be raised while it is below {limit}, and raises of 50 were made: {count}"
    );
    promise!(
        WrongResult,
        count == room,
        "raises for which there was room: {room}, raises that were made: {count}"
    );
    let wanted = Card {
        version: OLD.version + room,
        price: OLD.price + 50 * room,
        ..OLD
    };
    let last = read(&card);
    promise!(
        LostUpdate,
        last == wanted,
        "raises of 50 that were made: {room}; the card should say {wanted:?} and says {last:?}"
    );
}

fn raise_and_reload() {
    // A version may come twice. The caller asks for the price.
    let new = Card {
        version: vary(&[7, 4]),
        ..NEW
    };
    let card = RateCard::new(OLD.rates());
    let made = thread::scope(|scope| {
        let caller = start_in(scope, "caller", || {
            card.raise_if(
                |rates| {
                    probe();
                    rates.price == OLD.price
                },
                50,
            )
        });
        start_in(scope, "writer", || card.reload(new.rates()));
        end(caller)
    });
    let last = read(&card);
    promise!(
        CheckThenAct,
        last == new,
        "`raise_if` was for the old card only and said {made}; in the end {new:?} should be valid, \
         and {last:?} is"
    );
}

fn two_changes_and_a_quote() {
    let card = RateCard::new(OLD.rates());
    let (seen, made) = thread::scope(|scope| {
        let reader = start_in(scope, "reader", || card.quote(shown));
        start_in(scope, "writer", || card.reload(NEW.rates()));
        let caller = start_in(scope, "caller", || card.raise_if(|_| true, 50));
        (end(reader), end(caller))
    });
    promise!(WrongResult, made, "`pred` said yes, `raise_if` said no");
    let ends = [NEW, raised(NEW, 50)];
    let cards = [OLD, raised(OLD, 50), ends[0], ends[1]];
    promise!(
        TornRead,
        cards.contains(&seen),
        "the card was {OLD:?}, was raised by 50 and replaced by {NEW:?}, `quote` shows {seen:?}"
    );
    let last = read(&card);
    promise!(
        LostUpdate,
        ends.contains(&last),
        "the card was replaced by {NEW:?} and raised by 50 before or after that, `quote` shows {last:?}"
    );
}
