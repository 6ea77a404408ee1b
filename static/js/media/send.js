// One file on its way to the media. XMLHttpRequest, because fetch doesn't say how far it has come.
const LOST = "The server can’t be reached. Try again.";
const TOO_LARGE = "This file is larger than 20 MB. Make it smaller, or put it where large files live and link to it";

export const ACCEPT = /\.(jpe?g|png|webp|svg|pdf|docx|xlsx|pptx|odt|ods|odp)$/i;

// What became of it: `media` with what a page can show, `waiting` without words, or `faults` with what to mend.
export function send(file, words, progress, signal) {
  const fault = (text) => ({ media: [], waiting: 0, faults: [{ field: "file", words: text }] });
  if (file.size > 20 * 1024 * 1024) return Promise.resolve(fault(TOO_LARGE));
  const body = new FormData();
  if (words !== undefined) body.append("alternative", words);
  body.append("file", file);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/admin/media");
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (request.response?.media) return done(request.response);
      const words = { 403: "You are signed out. Sign in in another tab, then try again.", 503: "Too much is going on right now. Try again in a moment." };
      done(fault(words[request.status] ?? "It could not be taken. Try again."));
    });
    for (const cut of ["error", "timeout", "abort"]) request.addEventListener(cut, () => done(fault(LOST)));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
