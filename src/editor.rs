//! Where pages, articles, cases and recurring parts are written. A block's form is made from the fields that its kind declares; the
//! whole form travels with every button, so that everything works without script; visitors read what was published, and nothing of
//! what is being written.

mod acts;
pub mod address;
mod checks;
mod compare;
mod controls;
pub mod creation;
pub mod deletion;
mod finder;
pub mod links;
pub mod pages;
mod picker;
mod planning;
pub(crate) mod posted;
pub mod preview;
pub mod publication;
mod samples;
mod screen;
mod sheet;
mod things;
pub mod versions;
mod written;

pub(crate) use controls::{Making, Opt};
pub(crate) use finder::Finder;
pub(crate) use samples::samples;
pub(crate) use things::{Lead, Things, lead};
