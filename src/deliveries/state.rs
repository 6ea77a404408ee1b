//! What a delivery is for, and how far it is.

macro_rules! stored_text {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// As stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// From the stored text.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use stored_text;

stored_text! {
    /// What a delivery is for.
    Kind {
        /// Staff learn of an enquiry.
        Notice = "notice",
        /// The visitor's own copy of the reference.
        Receipt = "receipt",
        /// An action link for a member of staff.
        ActionLink = "action-link",
        /// Staff learn that their password was changed.
        PasswordChanged = "password-changed",
        /// Staff learn in the morning what waits.
        Morning = "morning",
        /// Staff are reminded of a promise before it is over.
        Reminder = "reminder",
        /// An owner looks whether mail leaves; tried once.
        MailTest = "mail-test",
    }
}

stored_text! {
    /// How far a delivery is.
    State {
        /// Suspected spam: nothing leaves until somebody says *not spam*.
        Held = "held",
        /// To be tried when it is due.
        Waiting = "waiting",
        /// Being tried now.
        Sending = "sending",
        /// The mail server took it.
        HandedOver = "handed-over",
        /// It lies in the folder, because no mail server is set.
        Kept = "kept",
        /// The mail server refused it for good.
        Refused = "refused",
        /// Three days of tries, or a message that can't be written.
        GivenUp = "given-up",
        /// No longer wanted.
        Cancelled = "cancelled",
        /// Nobody was there to send it to.
        NoRecipient = "no-recipient",
    }
}

impl State {
    /// Whether somebody has to act before anything happens.
    pub fn is_dead(self) -> bool {
        matches!(self, Self::Refused | Self::GivenUp | Self::NoRecipient)
    }
}
