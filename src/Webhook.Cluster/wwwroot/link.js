// Takes the token out of the address before anybody can copy, bookmark or record it.
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
const form = document.getElementById('link');
form.elements.token.value = token;
form.hidden = !token;
document.getElementById('incomplete').hidden = !!token;
