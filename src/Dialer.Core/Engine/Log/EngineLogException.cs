namespace Dialer.Core.Engine.Log;

/// <summary>Bytes of an engine log that make no sense; the message says which.</summary>
public sealed class EngineLogException(string message) : Exception(message);
