using System.Text.Json.Serialization;

namespace Dialer.Client;

public partial class DialerClient
{
    /// <summary>What is not set is not sent: to a PATCH null would mean the default. Lists of words are written as words.</summary>
    static partial void UpdateJsonSerializerSettings(System.Text.Json.JsonSerializerOptions settings)
    {
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        settings.Converters.Add(new JsonStringEnumConverter());
    }
}
