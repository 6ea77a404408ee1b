//! Where staff work, and how they come in.

use super::Policy;
use super::table::Table;
use crate::accounts::access::Power;
use crate::{
    accounts, acts, admin, deliveries, editor, enquiries, forms, mail, media, samples, settings, site, starter,
};

/// Sign-in and everything that action links open.
pub(super) fn account(t: &mut Table) {
    use Policy::{Proof, Public, SignedIn};
    t.get("/account", SignedIn, accounts::pages::own);
    t.post("/account", SignedIn, accounts::pages::change_password);
    t.post("/account/profile", SignedIn, accounts::profile::save);
    t.post("/account/picture", SignedIn, accounts::picture::save);
    t.post("/account/picture/removal", SignedIn, accounts::picture::remove);
    t.get("/account/pictures/{id}", SignedIn, accounts::picture::show);
    t.post("/account/sessions", SignedIn, accounts::pages::end_other_sessions);
    t.post("/account/sessions/{id}", SignedIn, accounts::pages::end_session);
    t.get("/account/sign-in", Public, accounts::sign_in::show);
    t.post("/account/sign-in", Public, accounts::sign_in::enter);
    t.post("/account/sign-out", Public, accounts::sign_in::leave);
    t.get("/account/password", Public, accounts::forgotten::show);
    t.post("/account/password", Public, accounts::forgotten::ask);
    t.get("/account/link/{token}", Proof, accounts::link_pages::show);
    t.post("/account/link/{token}", Proof, accounts::link_pages::act);
}

/// Where staff work.
pub(super) fn desk(t: &mut Table) {
    use Policy::{May, SignedIn};
    t.get("/admin", SignedIn, admin::dashboard::show);
    t.get("/admin/own-site", May(Power::People), starter::show_clearing);
    t.post("/admin/own-site", May(Power::People), starter::clear);
    t.post("/admin/opening", May(Power::People), starter::opening::open);
    t.post("/admin/privacy-reading", May(Power::People), starter::steps::note_privacy);
    enquiries(t);
    people(t);
    settings(t);
    forms(t);
    pages(t);
    media(t);
    t.get("/dev/samples", May(Power::Samples), samples::list);
    t.get("/dev/samples/{name}", May(Power::Samples), samples::show);
}

/// Enquiries, their messages, and tests.
fn enquiries(t: &mut Table) {
    use Policy::May;
    t.get("/admin/events", May(Power::Enquiries), enquiries::desk_events::stream);
    t.get("/admin/enquiries", May(Power::Enquiries), enquiries::inbox::list);
    t.post("/admin/enquiries/exports", May(Power::Enquiries), enquiries::inbox::export::file);
    t.post("/admin/enquiries/changes", May(Power::Enquiries), enquiries::inbox::batch::change);
    t.post("/admin/enquiries/deletion", May(Power::Enquiries), enquiries::inbox::batch::delete);
    t.get("/admin/enquiries/{reference}", May(Power::Enquiries), enquiries::record::show);
    t.post("/admin/enquiries/{reference}/state", May(Power::Enquiries), enquiries::record::set_state);
    t.post("/admin/enquiries/{reference}/assignment", May(Power::Enquiries), enquiries::record::assign);
    t.post("/admin/enquiries/{reference}/answer", May(Power::Enquiries), enquiries::record::answer);
    t.post("/admin/enquiries/{reference}/clearance", May(Power::Enquiries), enquiries::record::clear);
    t.post("/admin/enquiries/{reference}/suspicion", May(Power::Enquiries), enquiries::record::suspect);
    t.post("/admin/enquiries/{reference}/notes", May(Power::Enquiries), enquiries::record::add_note);
    t.post("/admin/enquiries/{reference}/tasks", May(Power::Enquiries), enquiries::record::add_task);
    t.post("/admin/enquiries/{reference}/tasks/{id}", May(Power::Enquiries), enquiries::record::tick_task);
    t.post("/admin/acts/{id}/reversal", May(Power::Enquiries), enquiries::inbox::batch::reverse);
    t.get("/admin/deliveries", May(Power::Enquiries), deliveries::pages::show);
    t.post("/admin/deliveries/attempts", May(Power::Enquiries), deliveries::mending::try_many);
    t.post("/admin/deliveries/{id}/attempt", May(Power::Enquiries), deliveries::mending::try_again);
    t.post("/admin/deliveries/{id}/recipient", May(Power::Enquiries), deliveries::mending::send_elsewhere);
    t.post("/admin/forms/{form}/tests", May(Power::Enquiries), enquiries::test_pages::send);
    t.get("/admin/tests", May(Power::Enquiries), enquiries::test_pages::list);
    t.post("/admin/tests/removal", May(Power::Enquiries), enquiries::test_pages::wipe);
    t.get("/admin/tests/{reference}", May(Power::Enquiries), enquiries::test_pages::show);
}

/// Mail that is kept here, and who works here.
fn people(t: &mut Table) {
    use Policy::May;
    t.get("/admin/mail", May(Power::KeptMail), mail::kept::list);
    t.get("/admin/mail/{name}", May(Power::KeptMail), mail::kept::show);
    t.get("/admin/staff", May(Power::People), accounts::people::list);
    t.get("/admin/staff/acts", May(Power::People), acts::page::show);
    t.get("/admin/staff/invitation", May(Power::People), accounts::people::invitation::show);
    t.post("/admin/staff/invitation", May(Power::People), accounts::people::invitation::send);
    t.get("/admin/staff/{id}", May(Power::People), accounts::people::person::show);
    t.post("/admin/staff/{id}/role", May(Power::People), accounts::people::person::set_role);
    t.post("/admin/staff/{id}/exclusion", May(Power::People), accounts::people::person::shut_out);
    t.post("/admin/staff/{id}/admission", May(Power::People), accounts::people::person::let_in);
    t.post("/admin/staff/{id}/invitation", May(Power::People), accounts::people::person::invite_again);
    t.post("/admin/staff/{id}/sessions", May(Power::People), accounts::people::person::end_sessions);
}

/// The settings, a screen each.
fn settings(t: &mut Table) {
    use Policy::May;
    use settings::alerts::AlertsPage;
    use settings::business::BusinessPage;
    use settings::colour::ColourPage;
    use settings::elsewhere::ElsewherePage;
    use settings::hours::HoursPage;
    use settings::logo::LogoPage;
    use settings::mail::MailPage;
    use settings::region::RegionPage;
    use settings::search_engines::SearchEnginesPage;
    t.get("/admin/settings", May(Power::People), settings::overview::show);
    t.get("/admin/settings/business", May(Power::People), settings::show::<BusinessPage>);
    t.post("/admin/settings/business", May(Power::People), settings::save::<BusinessPage>);
    t.post("/admin/settings/business/restoration", May(Power::People), settings::restore::<BusinessPage>);
    t.get("/admin/settings/logo", May(Power::People), settings::show::<LogoPage>);
    t.post("/admin/settings/logo", May(Power::People), settings::logo::save);
    t.post("/admin/settings/logo/removal", May(Power::People), settings::logo::remove);
    t.post("/admin/settings/logo/restoration", May(Power::People), settings::logo::restore);
    t.get("/admin/settings/colour", May(Power::People), settings::colour::show);
    t.post("/admin/settings/colour", May(Power::People), settings::save::<ColourPage>);
    t.get("/admin/settings/colour/sample", May(Power::People), settings::colour::sample);
    t.post("/admin/settings/colour/restoration", May(Power::People), settings::restore::<ColourPage>);
    t.get("/admin/settings/elsewhere", May(Power::People), settings::show::<ElsewherePage>);
    t.post("/admin/settings/elsewhere", May(Power::People), settings::save::<ElsewherePage>);
    t.post("/admin/settings/elsewhere/restoration", May(Power::People), settings::restore::<ElsewherePage>);
    t.get("/admin/settings/region", May(Power::People), settings::show::<RegionPage>);
    t.post("/admin/settings/region", May(Power::People), settings::save::<RegionPage>);
    t.post("/admin/settings/region/restoration", May(Power::People), settings::restore::<RegionPage>);
    t.get("/admin/settings/search-engines", May(Power::People), settings::show::<SearchEnginesPage>);
    t.post("/admin/settings/search-engines", May(Power::People), settings::save::<SearchEnginesPage>);
    t.post("/admin/settings/search-engines/restoration", May(Power::People), settings::restore::<SearchEnginesPage>);
    t.get("/admin/settings/hours", May(Power::People), settings::show::<HoursPage>);
    t.post("/admin/settings/hours", May(Power::People), settings::save::<HoursPage>);
    t.post("/admin/settings/hours/restoration", May(Power::People), settings::restore::<HoursPage>);
    t.get("/admin/settings/mail", May(Power::People), settings::show::<MailPage>);
    t.post("/admin/settings/mail", May(Power::People), settings::mail::save);
    t.post("/admin/settings/mail/restoration", May(Power::People), settings::restore::<MailPage>);
    t.post("/admin/settings/mail/test", May(Power::People), settings::mail::send_test);
    t.get("/admin/settings/alerts", May(Power::People), settings::show::<AlertsPage>);
    t.post("/admin/settings/alerts", May(Power::People), settings::alerts::save);
    t.post("/admin/settings/alerts/restoration", May(Power::People), settings::alerts::restore);
    t.post("/admin/settings/alerts/test", May(Power::People), settings::alerts::send_test);
    t.get("/admin/settings/forms/{form}", May(Power::People), settings::recipients::show);
    t.post("/admin/settings/forms/{form}", May(Power::People), settings::recipients::save);
    t.post("/admin/settings/forms/{form}/restoration", May(Power::People), settings::recipients::restore);
}

/// What forms ask.
fn forms(t: &mut Table) {
    use Policy::May;
    t.get("/admin/forms", May(Power::FormTexts), forms::desk::list);
    t.get("/admin/forms/creation", May(Power::Forms), forms::desk::creation::show);
    t.post("/admin/forms/creation", May(Power::Forms), forms::desk::creation::create);
    t.get("/admin/forms/{form}", May(Power::FormTexts), forms::desk::editing::show);
    t.post("/admin/forms/{form}", May(Power::FormTexts), forms::desk::editing::save);
    t.get("/admin/forms/{form}/preview", May(Power::FormTexts), forms::desk::preview::start);
    t.get("/admin/forms/{form}/preview/{step}", May(Power::FormTexts), forms::desk::preview::show);
    t.post("/admin/forms/{form}/preview/{step}", May(Power::FormTexts), forms::desk::preview::go_on);
    t.get("/admin/forms/{form}/versions", May(Power::FormTexts), forms::desk::versions::list);
    t.post("/admin/forms/{form}/versions/{version}/restoration", May(Power::Forms), forms::desk::versions::restore);
    t.post("/admin/forms/{form}/state", May(Power::Forms), forms::desk::set_state);
    t.post("/admin/forms/{form}/deletion", May(Power::Forms), forms::desk::delete);
}

/// Pages and articles, and how they are written.
fn pages(t: &mut Table) {
    use Policy::May;
    t.get("/admin/pages", May(Power::Content), site::desk::pages);
    t.get("/admin/articles", May(Power::Articles), site::desk::articles);
    t.post("/admin/pages/{id}/position", May(Power::Content), site::desk::cases::shift);
    smaller(t);
    t.get("/admin/links", May(Power::Articles), editor::links::find);
    t.get("/admin/pages/{id}", May(Power::Articles), editor::pages::show);
    t.post("/admin/pages/{id}", May(Power::Articles), editor::pages::save);
    t.get("/admin/pages/{id}/preview", May(Power::Articles), editor::preview::show);
    t.get("/admin/pages/{id}/publication", May(Power::Articles), editor::publication::show);
    t.post("/admin/pages/{id}/publication", May(Power::Content), editor::publication::publish);
    t.post("/admin/pages/{id}/withdrawal", May(Power::Content), editor::publication::withdraw);
    t.post("/admin/pages/{id}/plans/{act}/removal", May(Power::Content), editor::publication::forget);
    t.post("/admin/pages/{id}/request", May(Power::Articles), editor::publication::ask);
    t.get("/admin/pages/{id}/versions", May(Power::Articles), editor::versions::list);
    t.get("/admin/pages/{id}/versions/{revision}", May(Power::Articles), editor::versions::show);
    t.post("/admin/pages/{id}/versions/{revision}/restoration", May(Power::Articles), editor::versions::restore);
    t.get("/admin/pages/{id}/address", May(Power::Content), editor::address::show);
    t.post("/admin/pages/{id}/address", May(Power::Content), editor::address::change);
    t.get("/admin/pages/{id}/deletion", May(Power::Content), editor::deletion::show);
    t.post("/admin/pages/{id}/deletion", May(Power::Content), editor::deletion::delete);
    t.get("/admin/creation", May(Power::Articles), editor::creation::show);
    t.post("/admin/creation", May(Power::Articles), editor::creation::create);
}

/// Pictures and files.
fn media(t: &mut Table) {
    use Policy::May;
    t.get("/admin/media", May(Power::Articles), media::desk::list::show);
    t.post("/admin/media", May(Power::Articles), media::desk::adding::add);
    t.post("/admin/media/undescribed", May(Power::Articles), media::desk::describing::describe);
    t.get("/admin/media/{id}", May(Power::Articles), media::desk::one::show);
    t.post("/admin/media/{id}", May(Power::Articles), media::desk::one::save);
    t.post("/admin/media/{id}/replacement", May(Power::Content), media::desk::replacement::replace);
    t.get("/admin/media/{id}/deletion", May(Power::Content), media::desk::deletion::show);
    t.post("/admin/media/{id}/deletion", May(Power::Content), media::desk::deletion::delete);
}

/// What the site is made of beside its pages.
fn smaller(t: &mut Table) {
    use Policy::May;
    use site::desk::{authors, deletion, list, menus, redirects, services, topics};
    use site::{Author, Service, Topic};
    t.get("/admin/services", May(Power::Content), services::list);
    t.get("/admin/services/creation", May(Power::Content), services::creation);
    t.post("/admin/services/creation", May(Power::Content), services::create);
    t.get("/admin/services/{id}", May(Power::Content), services::show);
    t.post("/admin/services/{id}", May(Power::Content), services::save);
    t.post("/admin/services/{id}/position", May(Power::Content), list::shift::<Service>);
    t.get("/admin/services/{id}/deletion", May(Power::Content), deletion::show::<Service>);
    t.post("/admin/services/{id}/deletion", May(Power::Content), deletion::delete::<Service>);
    t.get("/admin/topics", May(Power::Content), topics::list);
    t.get("/admin/topics/creation", May(Power::Content), topics::creation);
    t.post("/admin/topics/creation", May(Power::Content), topics::create);
    t.get("/admin/topics/{id}", May(Power::Content), topics::show);
    t.post("/admin/topics/{id}", May(Power::Content), topics::save);
    t.post("/admin/topics/{id}/position", May(Power::Content), list::shift::<Topic>);
    t.get("/admin/topics/{id}/deletion", May(Power::Content), deletion::show::<Topic>);
    t.post("/admin/topics/{id}/deletion", May(Power::Content), deletion::delete::<Topic>);
    t.get("/admin/authors", May(Power::Content), authors::list);
    t.get("/admin/authors/creation", May(Power::Content), authors::creation);
    t.post("/admin/authors/creation", May(Power::Content), authors::create);
    t.get("/admin/authors/{id}", May(Power::Content), authors::show);
    t.post("/admin/authors/{id}", May(Power::Content), authors::save);
    t.post("/admin/authors/{id}/position", May(Power::Content), list::shift::<Author>);
    t.get("/admin/authors/{id}/deletion", May(Power::Content), deletion::show::<Author>);
    t.post("/admin/authors/{id}/deletion", May(Power::Content), deletion::delete::<Author>);
    t.get("/admin/menus", May(Power::Content), menus::show);
    t.post("/admin/menus", May(Power::Content), menus::save);
    t.get("/admin/redirects", May(Power::Content), redirects::list);
    t.get("/admin/redirects/creation", May(Power::Content), redirects::creation::show);
    t.post("/admin/redirects/creation", May(Power::Content), redirects::creation::create);
    t.get("/admin/redirects/{id}/deletion", May(Power::Content), redirects::deletion::show);
    t.post("/admin/redirects/{id}/deletion", May(Power::Content), redirects::deletion::delete);
    t.post("/admin/missing-paths/removal", May(Power::Content), redirects::forget);
}
