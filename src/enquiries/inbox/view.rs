//! Which enquiries a list shows, and in what order.

use crate::deliveries::stored_text;

stored_text! {
    /// A view: a tab of the inbox.
    View {
        /// Nobody has taken them up.
        New = "new",
        /// The viewer's own, not yet at an end.
        Mine = "mine",
        /// New or being worked on: it is our turn.
        Open = "open",
        /// It is their turn.
        Waiting = "waiting",
        /// They became work.
        Won = "won",
        /// They did not.
        Lost = "lost",
        /// Suspected spam.
        Spam = "spam",
        /// Sent by staff to try the way.
        Test = "test",
        /// Everything but spam and tests.
        All = "all",
    }
}

impl View {
    /// All views, as the tabs stand.
    pub const ALL: [Self; 9] =
        [Self::New, Self::Mine, Self::Open, Self::Waiting, Self::Won, Self::Lost, Self::Spam, Self::Test, Self::All];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Mine => "Mine",
            Self::Open => "Open",
            Self::Waiting => "Waiting for them",
            Self::Won => "Won",
            Self::Lost => "Lost",
            Self::Spam => "Spam",
            Self::Test => "Test",
            Self::All => "All",
        }
    }

    /// The states that it shows, where not all.
    pub fn states(self) -> Option<&'static [&'static str]> {
        match self {
            Self::New => Some(&["new"]),
            Self::Mine => Some(&["new", "working", "waiting"]),
            Self::Open => Some(&["new", "working"]),
            Self::Waiting => Some(&["waiting"]),
            Self::Won => Some(&["won"]),
            Self::Lost => Some(&["lost"]),
            Self::Spam | Self::Test | Self::All => None,
        }
    }

    /// What is said where a view is empty.
    pub fn empty(self) -> &'static str {
        match self {
            Self::New => "Every enquiry has been taken up.",
            Self::Mine => "Nothing is yours to answer. Take one up from New.",
            Self::Open => "Nobody waits for you.",
            Self::Waiting => "You wait for nobody.",
            Self::Won => "None is marked as won yet.",
            Self::Lost => "None is marked as lost.",
            Self::Spam => "Nothing is suspected of being spam.",
            Self::Test => "No test enquiries. Send one from Forms: it shows the whole way.",
            Self::All => "No enquiry fits.",
        }
    }
}

stored_text! {
    /// The order of a list.
    Sort {
        /// Newest first.
        Newest = "newest",
        /// Oldest first.
        Oldest = "oldest",
        /// The next reply promise first.
        Due = "due",
        /// By name.
        Name = "name",
    }
}

impl Sort {
    /// All orders.
    pub const ALL: [Self; 4] = [Self::Newest, Self::Oldest, Self::Due, Self::Name];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Newest => "Newest first",
            Self::Oldest => "Oldest first",
            Self::Due => "Reply due first",
            Self::Name => "By name",
        }
    }

    /// What leads on to the next page: true of what stands there.
    pub fn next_words(self) -> &'static str {
        match self {
            Self::Newest => "Older",
            Self::Oldest => "Newer",
            Self::Due | Self::Name => "Next page",
        }
    }

    /// What leads back to the first page.
    pub fn first_words(self) -> &'static str {
        match self {
            Self::Newest => "Newest",
            Self::Oldest => "Oldest",
            Self::Due | Self::Name => "First page",
        }
    }
}

stored_text! {
    /// How old an enquiry may be.
    Period {
        /// Seven days.
        Week = "7",
        /// Thirty days.
        Month = "30",
        /// Ninety days.
        Quarter = "90",
        /// A year.
        Year = "365",
    }
}

impl Period {
    /// All periods.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// In days.
    pub fn days(self) -> i64 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }
}

stored_text! {
    /// How a reply promise stands.
    Promised {
        /// Nobody has answered yet.
        Unanswered = "unanswered",
        /// The reply is late, and nobody has answered yet.
        Overdue = "overdue",
        /// The reply is due before the day is over.
        Today = "today",
        /// The promise is broken, or was.
        Late = "late",
        /// The same, where the reply was due in the last thirty days.
        Broken = "broken",
        /// The viewer has something to do about it by today.
        Tasks = "tasks",
    }
}

impl Promised {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Unanswered, Self::Today, Self::Overdue, Self::Late, Self::Broken, Self::Tasks];

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unanswered => "Not answered",
            Self::Overdue => "Late now",
            Self::Today => "Due today",
            Self::Late => "Answered late, or late now",
            Self::Broken => "Promise broken in the last 30 days",
            Self::Tasks => "With something to do by today",
        }
    }
}

/// A part of where an enquiry came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The page on which it began.
    Page,
    /// The call to action that was followed.
    Call,
    /// The campaign.
    Campaign,
    /// The site that led here.
    Referrer,
}

impl Part {
    /// All parts, with the heading under which they are counted.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Page, "Pages that bring enquiries"),
        (Self::Call, "Calls to action"),
        (Self::Campaign, "Campaigns"),
        (Self::Referrer, "Sites that lead here"),
    ];

    /// Its name in the stored source.
    pub fn key(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Call => "call",
            Self::Campaign => "utm_campaign",
            Self::Referrer => "referrer",
        }
    }

    /// As a list's address names it: "page:/services".
    pub fn value(self, place: &str) -> String {
        format!("{}:{place}", self.key())
    }

    /// From a list's address.
    pub fn parse(text: &str) -> Option<(Self, String)> {
        let (key, place) = text.split_once(':')?;
        let (part, _) = Self::ALL.into_iter().find(|(part, _)| part.key() == key)?;
        (!place.is_empty()).then(|| (part, place.chars().take(200).collect()))
    }
}
