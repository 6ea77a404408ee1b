//! Pictures, drawings and documents: what they are, where their bytes lie, and how pages show them.

mod add;
pub mod decode;
pub mod drawing;
pub mod incoming;
mod noun;
pub mod pages;
pub(crate) mod removal;
pub(crate) mod renditions;
mod shown;
mod store;

pub use add::About;
pub use incoming::{Incoming, MediaFault};
pub use noun::{Media, MediaKind, Rendition};
pub use shown::{PictureHtml, Sizes};
pub use store::Store;
