"""From the engine's spool to the shared file store: recordings of calls, messages of callers.

The engine writes below its spool, each file under a name that says which call it belongs to:

- `recordings/<call id>.raw`, or `<call id>~<n>.raw`: a conversation, interleaved 16-bit stereo at
  8000 Hz; left what the caller says, right what they hear
- `recording/<call id>~<n>.wav`: a message that the phone program took
- `voicemail/<epoch>-<caller>-<call id>.wav`: a message that the dialplan took while that was away

Beside the phone program, on the engine's machine, `taking` takes in each file that is complete:

1. it becomes a WAV file, sealed under a key of its own, in the file store, which all machines share
2. one transaction: its row, the sealed key, an event; and the call, where nobody told of it
3. the engine's file is removed

Killed after any of these, the next round goes on there: a row is unique by the engine's name, and
sealed files without a row are swept with other unclaimed ones. The clear sound lies on no other
disk than the engine's, and there only until it is taken in.
"""
