//! Shingle: the website and the client desk of a service business, in one program on PostgreSQL.
//!
//! The modules are the product's features; `routes` is its table of contents.

#![forbid(unsafe_code)]

pub mod accounts; // staff, roles, sessions, action links, sign-in
pub mod acts; // what people did, and taking it back
pub mod admin; // the frame around every admin screen, and the dashboard
pub mod alerts; // what is wrong, from when to when, and who is told
pub mod app; // everything of one process, made once
pub mod blocks; // what pages are made of, one file per kind
pub mod certificates; // what is wrong with another machine's certificate
pub mod clock; // time and randomness
pub mod command; // what an operator can do, one file per subcommand
pub mod config; // typed settings
pub mod db; // reads, and writes that are transactions
pub mod deliveries; // outgoing messages with their attempts
pub mod demo; // Bellpull, the demonstration business
pub mod editor; // where pages and articles are written
pub mod enquiries; // accepted enquiries: reference, receipt, inbox, record
pub mod error; // one error for every request
pub mod forms; // definitions, drafts, and the walk through the steps
pub mod installation; // what this database is: its key, its demo mark
pub mod jobs; // the queue and its runner
pub mod keys; // the secret key and what is derived from it
pub mod mail; // messages and the ways they leave
pub mod media; // pictures, drawings and documents
pub mod money; // amounts with their currency
pub mod operations; // health, readiness, figures
pub mod promises; // by when somebody answers, in working time
pub mod routes; // every address, with who may use it
pub mod samples; // every page, block and mail with sample content
pub mod schema; // the tables, for Diesel
pub mod server; // starting and stopping
pub mod settings; // append-only settings by topic
pub mod site; // pages and articles: what a visitor reads
pub mod spam; // reasons to suspect an enquiry
pub mod starter; // from an empty database to an own site
pub mod web; // what every page needs
mod written; // content in files, as the demo and starter sites have it
