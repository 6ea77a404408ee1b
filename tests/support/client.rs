//! A browser without script: it keeps cookies, follows no redirects, and says where its posts come from.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Method;

use super::response::Response;

/// A browser. A clone is a second tab: it shares the cookies.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

/// A request that is being put together.
pub struct Request {
    client: Client,
    builder: reqwest::RequestBuilder,
    with_cookies: bool,
}

impl Client {
    /// A browser for this origin.
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(std::time::Duration::from_secs(60))
            .build()
            .expect("a client");
        Self { http, base: base.to_owned(), cookies: Arc::default() }
    }

    /// The same browser (its cookies too) at another origin: another node.
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// Opens a path, or a whole address of this origin.
    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await
    }

    /// Opens a path and follows redirects, as a person sees it.
    pub async fn follow(&self, path: &str) -> Response {
        let mut response = self.get(path).await;
        for _ in 0..10 {
            let Some(next) = response.location() else { return response };
            response = self.get(&next).await;
        }
        panic!("{path} redirects for ever");
    }

    /// Posts a form from this origin's own page.
    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Response {
        self.request(Method::POST, path).same_origin().form(pairs).send().await
    }

    /// Fills in the page's form and sends it: hidden fields and what stands in the form go along, `pairs` replace.
    pub async fn submit(&self, page: &Response, pairs: &[(&str, &str)]) -> Response {
        let (action, all) = page.filled(pairs);
        let path = if action.is_empty() { page.path.clone() } else { action };
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.request(Method::POST, &path).same_origin().header("referer", &page.url).form(&all).send().await
    }

    /// Begins any request.
    pub fn request(&self, method: Method, path: &str) -> Request {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        Request { client: self.clone(), builder: self.http.request(method, url), with_cookies: true }
    }

    /// Signs in; refuses to go on where that does not work.
    pub async fn sign_in(&self, email: &str, password: &str) {
        let page = self.post("/account/sign-in", &[("email", email), ("password", password)]).await;
        assert_eq!(page.status(), 303, "{email} signs in: {}", page.words());
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Sets a cookie.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), value.to_owned());
    }

    /// Forgets every cookie.
    pub fn forget_cookies(&self) {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn cookie_line(&self) -> String {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Keeps what a response sets, whether it is marked for HTTPS or not.
    fn keep(&self, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let ends = parts.any(|part| part.eq_ignore_ascii_case("max-age=0"));
        let mut cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        if ends || value.is_empty() {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Request {
    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    /// Says that it comes from a page of this origin.
    #[must_use]
    pub fn same_origin(self) -> Self {
        let origin = self.client.base.clone();
        self.header("sec-fetch-site", "same-origin").header("origin", &origin)
    }

    /// A form as its body.
    #[must_use]
    pub fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        self.builder = self.builder.form(pairs);
        self
    }

    /// Bytes as its body, without a content type.
    #[must_use]
    pub fn body(mut self, bytes: impl Into<reqwest::Body>) -> Self {
        self.builder = self.builder.body(bytes);
        self
    }

    /// Leaves the cookies at home.
    #[must_use]
    pub fn without_cookies(mut self) -> Self {
        self.with_cookies = false;
        self
    }

    /// Sends it.
    pub async fn send(self) -> Response {
        self.try_send().await.unwrap_or_else(|error| panic!("{}", shingle::db::chain(&error)))
    }

    /// Sends it, and reads no more than the head of the answer: the body comes bit by bit.
    pub async fn open(self) -> reqwest::Response {
        let Self { client, builder, .. } = self;
        builder.header("cookie", client.cookie_line()).send().await.expect("an answer")
    }

    /// Sends it; an error where no whole answer came.
    pub async fn try_send(self) -> Result<Response, reqwest::Error> {
        let Self { client, mut builder, with_cookies } = self;
        let line = client.cookie_line();
        if with_cookies && !line.is_empty() {
            builder = builder.header("cookie", line);
        }
        let response = builder.send().await?;
        for line in response.headers().get_all("set-cookie") {
            if let Ok(line) = line.to_str() {
                client.keep(line);
            }
        }
        Response::read(response).await
    }
}
