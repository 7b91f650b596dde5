namespace Dialer.Server.Configuration;

/// <summary>Says what is wrong with a field, and what to do about it.</summary>
public delegate void FieldRefusal(string field, string what, string fix);
