// Before the first paint, so that a dark page never flashes white; and for the switch in the app bar.
window.webhookTheme = {
  chosen: () => {
    const theme = localStorage.getItem('theme');
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  },
  choose: theme => {
    localStorage.setItem('theme', theme);
    document.documentElement.dataset.theme = theme;
  },
};
document.documentElement.dataset.theme = window.webhookTheme.chosen();
