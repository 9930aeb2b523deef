using System.Text.Json.Serialization;

namespace Farm.Transport.Wire;

/// <summary>The messages' JSON, generated: nothing unknown, nothing twice, nothing missing, nothing deep.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = WireLimits.Depth)]
[JsonSerializable(typeof(OrderForm))]
[JsonSerializable(typeof(ReportForm))]
[JsonSerializable(typeof(NoticeForm))]
[JsonSerializable(typeof(StartForm))]
[JsonSerializable(typeof(CallForm))]
internal sealed partial class WireJson : JsonSerializerContext;
