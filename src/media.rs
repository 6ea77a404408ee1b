//! Pictures, drawings and documents: what they are, where their bytes lie, and how pages show them.

mod add;
mod change;
pub mod decode;
pub mod desk;
pub mod drawing;
pub mod incoming;
mod known;
mod noun;
pub mod pages;
pub(crate) mod removal;
pub(crate) mod renditions;
mod shown;
mod store;
mod undescribed;
mod uses;

pub use add::About;
pub use change::Described;
pub use incoming::{Incoming, MediaFault};
pub use known::{Known, LISTED, Only, Shelf};
pub use noun::{Media, MediaKind, Rendition};
pub use shown::{PictureHtml, Sizes};
pub use store::Store;
pub use undescribed::{Brought, Undescribed};
pub use uses::Use;
