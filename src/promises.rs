//! The reply promise: by when somebody answers, in the business's own working time.
//!
//! Acceptance gives each enquiry its due time; staff see how much of it is left, are reminded before it is over, and learn each
//! morning what waits. Whether promises were kept is counted.

mod due;
mod hours;
mod morning;
mod record;
mod reminder;
mod working_time;

pub use due::{Due, Level, by_sentence, by_words, near_words};
pub use hours::{Holiday, HoursFault, HoursPlace, OpeningHours, Span, TOPIC, TimeOfDay};
pub(crate) use morning::morning_message;
pub use morning::{Waiting, WaitingEnquiry, WaitingTask, send_morning_mails};
pub use record::Promises;
pub use reminder::remind;
pub use working_time::WorkingTime;
