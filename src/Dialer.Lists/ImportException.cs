namespace Dialer.Lists;

/// <summary>A list that cannot be imported at all: nothing was written. The message names file, line or field, and what to do.</summary>
public sealed class ImportException(string message) : Exception(message);
