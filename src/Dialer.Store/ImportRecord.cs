namespace Dialer.Store;

/// <summary>One import as the store remembers it.</summary>
/// <param name="NumbersRefused">Numbers dropped from rows that were kept.</param>
/// <param name="AlreadyThere">True: this very content was imported before, and nothing was written now.</param>
public sealed record ImportRecord(long Import, string List, string File, int Rows, int Leads, int RejectedRows, int NumbersRefused, bool AlreadyThere);
