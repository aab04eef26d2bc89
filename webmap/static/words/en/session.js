/** English of talking to the server. */
projectmap.addWords(
  {
    "send.lost": "Connection lost: nothing was sent. The draft is kept on this device.",
    "send.session": "The session has ended. Sign in again in another tab, then send again; the draft is kept on this device.",
    "send.refused": "The server did not accept it. Try again.",
    "send.large": "The file is {size} MB; the server takes {most} MB at most. Split or reduce it, then send again.",
  },
  "en",
);
