namespace Dialer.Tools.Amd;

/// <summary>A file that cannot be used, said in words for the person who named it.</summary>
internal sealed class AudioRefusedException(string message) : Exception(message);
