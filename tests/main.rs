//! The only test binary: every test of the program, on real servers.
//!
//! Tests are named after what a person would notice, and grouped as the program is.

// A test ends at the first thing that is not as it should be, and says where: that is what these are for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::large_futures, missing_docs)]
// The code under test takes time, randomness and settings as parameters. Tests make them.
#![allow(clippy::disallowed_methods)]
// Not every test needs every part of the support.
#![allow(dead_code, unused_imports)]

mod support;

mod access;
mod accounts;
mod alerts;
mod blocks;
mod browser;
mod cache;
mod command;
mod config;
mod crash;
mod database;
mod deliveries;
mod desk;
mod edge;
mod editor;
mod enquiries;
mod forms;
mod gate;
mod hostile;
mod mail;
mod media;
mod people;
mod promises;
mod samples;
mod schema;
mod settings;
mod site;
mod spam;
mod starter;
