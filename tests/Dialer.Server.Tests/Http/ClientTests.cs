using System.Text.RegularExpressions;
using Dialer.Testing;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>The client that the document makes: the one in the repository, and enough to run a day.</summary>
public sealed class ClientTests
{
    /// <summary>With DIALER_WRITE_DOCUMENT set the client is written anew.</summary>
    [Fact]
    public async Task The_client_in_the_repository_is_what_the_document_makes()
    {
        var document = await OpenApiDocument.FromJsonAsync(await File.ReadAllTextAsync(Repository.File("docs", "openapi.json"), TestContext.Current.CancellationToken));
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "DialerClient",
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            GenerateOptionalParameters = true,
            UseBaseUrl = false,
            InjectHttpClient = true,
            GenerateClientInterfaces = false,
        };
        settings.CSharpGeneratorSettings.Namespace = "Dialer.Client";
        settings.CSharpGeneratorSettings.JsonLibrary = CSharpJsonLibrary.SystemTextJson;
        settings.CSharpGeneratorSettings.GenerateNullableReferenceTypes = true;
        settings.CSharpGeneratorSettings.GenerateOptionalPropertiesAsNullable = true;
        settings.CSharpGeneratorSettings.ClassStyle = CSharpClassStyle.Poco;
        string made = WithWords(new CSharpClientGenerator(document, settings).GenerateFile().ReplaceLineEndings("\n"));
        string file = Repository.File("clients", "csharp", "DialerClient.cs");
        if (Environment.GetEnvironmentVariable("DIALER_WRITE_DOCUMENT") is not null)
            await File.WriteAllTextAsync(file, made, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), made);
    }

    /// <summary>The generator writes the words of an enumeration for one serializer, and its client uses another.</summary>
    private static string WithWords(string made) =>
        Regex.Replace(made, @"^( *)\[System\.Runtime\.Serialization\.EnumMember\(Value = (@""[^""]*"")\)\]$", "$0\n$1[System.Text.Json.Serialization.JsonStringEnumMemberName($2)]", RegexOptions.Multiline);
}
