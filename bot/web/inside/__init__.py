"""What our pages for a trust's people share: who enters, and until when (`gate`), how a page looks (`look`),
and what is said on the next one (`notes`).

Each room (`library`, `cycle`) is a `Room`: its own addresses, behind one sign-in.
"""
