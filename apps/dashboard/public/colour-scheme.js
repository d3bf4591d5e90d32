// Before the first paint, so that the page never flashes in the other scheme.
(function () {
  var wished;
  try {
    wished = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage is switched off: the system's scheme it is.
    wished = null;
  }
  var dark = wished === 'dark' || (wished !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  document.documentElement.style.backgroundColor = dark ? '#131118' : '#faf8f5';
})();
