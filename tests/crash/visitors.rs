//! The visitors: each sends one enquiry after the other, and again where it is not known whether it arrived.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rand::Rng;

use super::Scene;

/// How a try ended.
enum Answer {
    /// With a reference.
    Accepted(String),
    /// It never left: nobody listened.
    NobodyThere,
    /// Perhaps it arrived.
    Unknown(String),
}

/// Sends until the scene is over; then ends what it has begun.
pub async fn send_for_ever(scene: Arc<Scene>, visitor: usize) {
    let http = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(15))
        .build()
        .expect("a client");
    let mut number = 0;
    while !scene.over.load(Ordering::Relaxed) {
        number += 1;
        let (key, gives_up, repeats) = {
            let mut random = rand::rng();
            let key = format!("visitor-{visitor}-{number}-{:016x}", random.random::<u64>());
            (key, random.random_bool(0.1), random.random_bool(0.2))
        };
        let name = format!("visitor {visitor} number {number}");
        scene.journal.asks(&key);
        let accepted = send_until_known(&scene, &http, &key, &name, gives_up).await;
        if accepted && repeats {
            send_until_known(&scene, &http, &key, &name, true).await;
        }
    }
}

/// Sends one enquiry until it is accepted, or once until it is unknown for one who gives up then. Whether it was accepted.
async fn send_until_known(scene: &Scene, http: &reqwest::Client, key: &str, name: &str, gives_up: bool) -> bool {
    loop {
        let base = scene.base.read().expect("the origin").clone();
        scene.in_flight.fetch_add(1, Ordering::Relaxed);
        let answer = send(http, &base, key, name).await;
        scene.in_flight.fetch_sub(1, Ordering::Relaxed);
        match answer {
            Answer::Accepted(reference) => {
                scene.journal.accepted_as(key, &reference);
                return true;
            }
            Answer::NobodyThere => {}
            Answer::Unknown(words) => {
                scene.journal.unknown(key, &words);
                if gives_up {
                    return false;
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn send(http: &reqwest::Client, base: &str, key: &str, name: &str) -> Answer {
    let email = format!("{key}@example.com");
    let message = format!("Good morning, this is {name}. Could you have a look at our shop?");
    let pairs = [("_key", key), ("message", &message), ("name", name), ("email", &email), ("consent", "yes")];
    let request =
        http.post(format!("{base}/forms/contact/message")).header("sec-fetch-site", "same-origin").form(&pairs);
    match request.send().await {
        Err(error) if error.is_connect() => Answer::NobodyThere,
        Err(error) => Answer::Unknown(shingle::db::chain(&error)),
        Ok(response) => {
            let status = response.status();
            let location = response.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
            match location.strip_prefix("/forms/contact/sent/") {
                Some(rest) if status == 303 => Answer::Accepted(rest.split('?').next().unwrap_or_default().to_owned()),
                _ => Answer::Unknown(format!("{status} {location}")),
            }
        }
    }
}
