// Sends a chosen file by POST with the form's token, past the circuit, and tells the page what became of it.
const answer = (code, sentence) => ({ code, sentence });

function unfit(file, maxBytes) {
  if (!file) return answer("none", "");
  return file.size > maxBytes ? answer("too-large", `${file.name} has ${(file.size / 1048576).toFixed(1)} MB; at most ${maxBytes / 1048576} MB can be read.`) : null;
}

// The chosen file; none once its field has left the page.
const chosen = input => input?.files[0];

// What keeps a chosen file from being taken, before anything is sent: its size, and that it is none of the types its field names.
export function check(input, maxBytes) {
  const file = chosen(input);
  const refused = unfit(file, maxBytes);
  if (refused) return refused;
  return input.accept.split(",").includes(file.type) ? answer("", "") : answer("type", `${file.name} is none of the kinds of file that can be attached.`);
}

export async function upload(input, url, maxBytes) {
  const file = chosen(input);
  const refused = unfit(file, maxBytes);
  if (refused) return refused;
  const form = new FormData();
  form.append("file", file);
  const token = document.querySelector("#sign-out input[name=__RequestVerificationToken]")?.value ?? "";
  try {
    const response = await fetch(url, { method: "POST", body: form, headers: { RequestVerificationToken: token }, redirect: "manual" });
    if (response.type === "opaqueredirect") return answer("session", "Your session is over. Sign in again; the import is kept.");
    if (response.headers.get("content-type")?.includes("json")) return await response.json();
    return response.status === 413
      ? answer("too-large", "The file is larger than can be read.")
      : answer("failed", `The upload was refused (${response.status}). Reload the page and choose the file again.`);
  } catch {
    return answer("lost", "The connection was lost during the upload. Nothing was stored; choose the file again.");
  }
}

export function clear(input) {
  if (input) input.value = "";
}
