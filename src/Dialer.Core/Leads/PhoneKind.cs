namespace Dialer.Core.Leads;

public enum PhoneKind : byte
{
    Unknown,
    Landline,
    Mobile,
}
