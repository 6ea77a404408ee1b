//! Who is at the other end of the connection: the peer, or the hop before it when the peer is a proxy that we trust.

use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::HeaderMap;

use crate::config::Network;

/// The address of the visitor, and whether somebody whom we do not trust sent forwarding headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The visitor's address; `None` on a connection without one.
    pub address: Option<IpAddr>,
    /// A forwarding header came from a peer that is not among the trusted proxies.
    pub untrusted_forwarding: bool,
}

impl Peer {
    /// Reads the peer. Of `X-Forwarded-For` the last hop that is not a trusted proxy counts.
    pub fn of(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: &[Network]) -> Self {
        let forwarded = is_forwarded(headers);
        let Some(direct) = peer.map(|address| address.ip().to_canonical()) else {
            return Self { address: None, untrusted_forwarding: forwarded };
        };
        let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
        if !is_trusted(direct) {
            return Self { address: Some(direct), untrusted_forwarding: forwarded };
        }
        let lines: Vec<&str> = headers.get_all("x-forwarded-for").map(|value| value.to_str().unwrap_or("")).collect();
        let mut visitor = direct;
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            // Behind a hop that can't be read nothing is believed.
            let Some(address) = read_hop(hop.trim()) else { break };
            visitor = address;
            if !is_trusted(address) {
                break;
            }
        }
        Self { address: Some(visitor), untrusted_forwarding: false }
    }

    /// The network that limits count by: /32 of IPv4, /64 of IPv6.
    pub fn network(&self) -> Vec<u8> {
        match self.address {
            Some(IpAddr::V4(address)) => address.octets().to_vec(),
            Some(IpAddr::V6(address)) => address.octets().iter().take(8).copied().collect(),
            None => Vec::new(),
        }
    }
}

/// An address, with or without a port.
fn read_hop(hop: &str) -> Option<IpAddr> {
    let address = hop.parse::<IpAddr>().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?;
    Some(address.to_canonical())
}

/// Whether a request came through somebody who says so.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"]
        .iter()
        .any(|name| headers.contains_key(*name))
}
