namespace Dialer.Server.Running;

/// <summary>How the program itself is, at this moment.</summary>
/// <param name="Inbox">Inputs that wait for the engine.</param>
/// <param name="StoreWriting">How long the write that is going on has taken; zero: none is.</param>
/// <param name="IsOverloaded">This machine does not keep up, and nobody new is dialed.</param>
public sealed record DialerGauges(int Inbox, TimeSpan StoreWriting, bool IsOverloaded);
