namespace Dialer.Server.Configuration;

/// <summary>Which telephone line carries the calls.</summary>
public enum SipStackChoice : byte
{
    /// <summary>The program's own.</summary>
    Own = 0,

    /// <summary>The one over SIPSorcery, which is built apart from the program.</summary>
    SipSorcery,
}
