namespace Dialer.Sip.Calls;

/// <summary>Why an agent's or a supervisor's phone was not reached, in words for who waits for it. Pure.</summary>
internal static class PhoneRefusal
{
    /// <param name="status">SIP status; 0: none came.</param>
    public static string Describe(int status, string? phrase)
    {
        string said = $"{status} {phrase}".TrimEnd();
        return status switch
        {
            0 or 408 or 487 => "phone did not answer",
            401 or 407 => $"the PBX asks for the trunk's password: {said}",
            404 or 410 or 484 or 485 or 604 => $"no such phone at the PBX: {said}",
            480 => $"phone cannot be reached, is it registered: {said}",
            486 or 600 => $"phone is busy: {said}",
            488 or 415 or 606 => $"phone has no codec or encryption in common: {said}",
            >= 500 and < 600 => $"the PBX cannot place the call: {said}",
            _ => $"phone or PBX refused the call: {said}",
        };
    }
}
