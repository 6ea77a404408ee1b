//! Forms: definitions as data, drafts, and the walk through the steps (promise 3: forms survive).
//!
//! `POST /forms/project/technology` → `routes` → [`pages::save_step`] → `Db::write` → [`Draft::answer`] → 303 to the next step,
//! or 422 and the same page with what was typed. The last step re-checks everything, goes to the first gap if there is one,
//! else `Enquiry::accept`.

mod answers;
mod bare;
mod check;
mod definition;
pub mod desk;
mod differences;
mod draft;
mod field;
mod form;
mod known;
pub mod pages;
mod post;
mod proofs;
mod samples;
mod screens;
mod source;
mod upkeep;
mod validate;
mod version;
mod view;
mod visit;
mod walk;

pub use answers::Answers;
pub use check::DefinitionFault;
pub use definition::{Choice, Condition, Definition, Field, Kind, ReplyPromise, Step};
pub use differences::differences;
pub use draft::{Answered, Draft};
pub use field::{ChoiceView, FieldView};
pub use form::{Form, FormState};
pub use known::Known;
pub use post::{Post, address_tag, draft_of_token, draft_token};
pub use proofs::FormProof;
pub(crate) use samples::samples;
pub use source::Source;
pub use validate::Fault;
pub use version::{Edit, Saved, Version};
pub use view::{AnswerRow, StepForm};
pub use walk::Walk;
