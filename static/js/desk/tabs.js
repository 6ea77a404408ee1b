// A strip of tabs that is wider than the window shows the one that is open.
const strip = document.querySelector(".tabs-scroll");
const current = strip?.querySelector("[aria-current]");
if (current) {
  const [own, whole] = [current.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += own.left + own.width / 2 - (whole.left + whole.width / 2);
}
