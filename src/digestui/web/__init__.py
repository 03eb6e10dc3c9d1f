"""Speaking HTTP: the client with its manners and limits, and the requests that public services understand.

Nothing here knows the library or reads a format; bytes come back, and `library` gives them to `sources`.
httpx is imported by the first request, never before: no start of the reader waits for it.
"""
