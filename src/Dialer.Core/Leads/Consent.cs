namespace Dialer.Core.Leads;

/// <param name="Since">The day it was given or refused; null: not known.</param>
public readonly record struct Consent(ConsentState State, DateOnly? Since = null);
